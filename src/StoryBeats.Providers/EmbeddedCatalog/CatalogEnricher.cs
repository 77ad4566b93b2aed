using StoryBeats.Catalog;
using StoryBeats.Retrieval;

namespace StoryBeats.Providers.EmbeddedCatalog;

/// <summary>
/// What the catalogue on this machine knows of others' tracks: features, moods, genres and language, by ISRC, else by artist and title. Its
/// popularity is an estimate, and stays at home.
/// </summary>
internal sealed class CatalogEnricher : ITrackEnricher
{
    private readonly Dictionary<Isrc, Track> _byIsrc = [];
    private readonly Dictionary<TrackKey, Track> _byKey = [];
    private readonly Dictionary<string, string> _languages;

    public CatalogEnricher(CatalogIndex catalog)
    {
        foreach (var track in catalog.Tracks)
        {
            if (track.Isrc is { } isrc)
                _byIsrc.TryAdd(isrc, track);
            _byKey.TryAdd(track.Key, track);
        }

        _languages = catalog.Tracks
            .GroupBy(track => track.ArtistKey, StringComparer.Ordinal)
            .ToDictionary(artist => artist.Key, Majority, StringComparer.Ordinal);
    }

    public ValueTask<IReadOnlyList<Track>> EnrichAsync(IReadOnlyList<Track> tracks, bool askOthers, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Track>>([.. tracks.Select(Enrich)]);

    private Track Enrich(Track track)
    {
        if (track.Isrc is { } isrc && _byIsrc.TryGetValue(isrc, out var recording))
            return WithSong(WithSound(track, recording), recording);
        if (!_byKey.TryGetValue(track.Key, out var song))
            return WithLanguageOfArtist(track);

        // A remix or an acoustic version is the same song, and sounds like another.
        return track.Title == song.Title || SongVersion.Of(track.Title) == SongVersion.Of(song.Title) ? WithSong(WithSound(track, song), song) : WithWords(track, song);
    }

    private static Track WithSound(Track track, Track known)
    {
        var isSure = track.Features is not null && (track.FeatureSource is FeatureSource.Measured || track.FeatureConfidence > known.FeatureConfidence);
        return isSure || known.Features is null
            ? track
            : track with { Features = known.Features, FeatureSource = known.FeatureSource, FeatureConfidence = known.FeatureConfidence };
    }

    private static Track WithSong(Track track, Track known) =>
        WithWords(track, known) with { Moods = track.Moods.Count > 0 ? track.Moods : known.Moods };

    private static Track WithWords(Track track, Track known) =>
        track with { Language = known.Language, Genres = track.Genres.Count > 0 ? track.Genres : known.Genres };

    private Track WithLanguageOfArtist(Track track) =>
        _languages.TryGetValue(track.ArtistKey, out var language) && Side(language) == Side(track.Language)
            ? track with { Language = language }
            : track;

    private static string Majority(IEnumerable<Track> tracks) => tracks
        .GroupBy(track => track.Language, StringComparer.Ordinal)
        .OrderByDescending(language => language.Count())
        .ThenBy(language => language.Key, StringComparer.Ordinal)
        .First().Key;

    private static int Side(string language) =>
        language.Equals(Languages.English, StringComparison.OrdinalIgnoreCase) ? 0 : Languages.Indian.Contains(language) ? 1 : 2;
}
