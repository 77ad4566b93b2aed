using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog.Packed;
using StoryBeats.Retrieval;

namespace StoryBeats.Providers.EmbeddedCatalog;

/// <summary>
/// What the catalogues on this machine know of others' tracks, by ISRC, else by artist and title: the starter catalogue features, moods, genres
/// and language, what was imported measured features and genres. Popularity stays at home: there an estimate, here of the day of the file.
/// </summary>
internal sealed class CatalogEnricher : ITrackEnricher
{
    private readonly Dictionary<Isrc, Track> _byIsrc = [];
    private readonly Dictionary<TrackKey, Track> _byKey = [];
    private readonly Dictionary<string, string> _languages;
    private readonly ImportedCatalogue _imported;

    public CatalogEnricher(CatalogIndex catalog, ImportedCatalogue imported)
    {
        _imported = imported;
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

    public ValueTask<IReadOnlyList<Track>> EnrichAsync(IReadOnlyList<Track> tracks, bool askOthers, CancellationToken cancellationToken)
    {
        var imported = _imported.Current;
        return ValueTask.FromResult<IReadOnlyList<Track>>([.. tracks.Select(track => EnrichFrom(imported, Enrich(track)))]);
    }

    private Track Enrich(Track track)
    {
        if (track.Isrc is { } isrc && _byIsrc.TryGetValue(isrc, out var recording))
            return WithSong(WithSound(track, recording), recording);
        if (!_byKey.TryGetValue(track.Key, out var song))
            return WithLanguageOfArtist(track);

        return IsSameVersion(track, song) ? WithSong(WithSound(track, song), song) : WithWords(track, song);
    }

    // Its language stays out: in what was imported that is often a guess.
    private static Track EnrichFrom(PackedCatalogue? imported, Track track)
    {
        if (imported is null)
            return track;

        if (track.Isrc is { } isrc && imported.Find(isrc) is { } recording)
            return WithGenres(WithSound(track, recording), recording);
        return imported.Find(track.Key).FirstOrDefault(song => IsSameVersion(track, song)) is { } song ? WithGenres(WithSound(track, song), song) : track;
    }

    // A remix or an acoustic version is the same song, and sounds like another.
    private static bool IsSameVersion(Track track, Track song) =>
        track.Title == song.Title || SongVersion.Of(track.Title) == SongVersion.Of(song.Title);

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
        WithGenres(track, known) with { Language = known.Language };

    private static Track WithGenres(Track track, Track known) => track.Genres.Count > 0 ? track : track with { Genres = known.Genres };

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
