using StoryBeats.Catalog;

namespace StoryBeats.Providers.EmbeddedCatalog;

/// <summary>The catalogue in memory: by artist and by language.</summary>
public sealed class CatalogIndex
{
    private readonly Dictionary<string, Track[]> _byArtist;
    private readonly Dictionary<string, Track[]> _byLanguage;

    /// <summary>Indexes tracks.</summary>
    public CatalogIndex(IReadOnlyList<Track> tracks)
    {
        Tracks = tracks;
        _byArtist = tracks
            .GroupBy(track => track.ArtistKey, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.OrderByDescending(track => track.Popularity ?? 0).ToArray(), StringComparer.Ordinal);
        _byLanguage = tracks
            .GroupBy(track => track.Language, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Every track.</summary>
    public IReadOnlyList<Track> Tracks { get; }

    /// <summary>The languages sung, most songs first.</summary>
    public IReadOnlyList<string> Languages =>
        [.. _byLanguage.OrderByDescending(language => language.Value.Length).Select(language => language.Key)];

    /// <summary>An artist's tracks, best known first.</summary>
    public IReadOnlyList<Track> ByArtist(string artist) => _byArtist.GetValueOrDefault(TrackKey.Fold(artist), []);

    /// <summary>The tracks in a language.</summary>
    public IReadOnlyList<Track> InLanguage(string language) => _byLanguage.GetValueOrDefault(language, []);
}
