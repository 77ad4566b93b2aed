using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog.Packed;
using StoryBeats.Ranking;
using StoryBeats.Retrieval;

namespace StoryBeats.Providers.EmbeddedCatalog;

/// <summary>
/// Candidates from the imported catalogue: the curated artists' best known songs that sound like what is wanted, and in every language the
/// nearest by sound, recent ones first. Nobody has said which mood its songs are for.
/// </summary>
internal sealed class ImportedCatalogSource(ImportedCatalogue imported) : ICandidateSource
{
    /// <summary>Most songs of an artist that are looked at, the best known.</summary>
    public const int PerArtist = 60;

    // More than are taken: some are by an artist who has enough already.
    private const int Hits = 200;

    public string Name => "imported";

    public bool HasSongs => imported.Current is { Count: > 0 };

    public ValueTask<SourceAnswer> GetCandidatesAsync(RetrievalRequest request, CancellationToken cancellationToken)
    {
        if (imported.Current is not { } catalogue)
            return ValueTask.FromResult(new SourceAnswer([]));

        var songs = new List<Track>();
        foreach (var artist in request.Artists)
            songs.AddRange(OfArtist(catalogue, artist, request));
        var excluded = catalogue.RowsOf(request.Excluded, request.ExcludedArtists);
        foreach (var language in request.Languages)
            songs.AddRange(InLanguage(catalogue, language, excluded, request));
        return ValueTask.FromResult(new SourceAnswer([.. songs.DistinctBy(song => song.Id).Select(song => new CandidateTrack(song, Name))]));
    }

    private static IEnumerable<Track> OfArtist(PackedCatalogue catalogue, SelectedArtist artist, RetrievalRequest request)
    {
        var wanted = catalogue.ByArtist(TrackKey.Fold(artist.Name))
            .Take(PerArtist)
            .Where(song => request.Languages.Contains(song.Language) && request.Allows(song) && SoundsLikeIt(song, request))
            .ToLookup(song => EmbeddedCatalogSource.IsRecent(song, request.Today));
        return wanted[true].Take(EmbeddedCatalogSource.RecentPerArtist).Concat(wanted[false].Take(EmbeddedCatalogSource.ProvenPerArtist));
    }

    private static IEnumerable<Track> InLanguage(PackedCatalogue catalogue, string language, HashSet<int> excluded, RetrievalRequest request)
    {
        var share = EmbeddedCatalogSource.Nearest / request.Languages.Count;
        var query = new FeatureQuery
        {
            Target = request.Target,
            Profile = request.Profile,
            Languages = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { language },
            MinPopularity = request.Profile.MinPopularity,
            MaxPopularity = request.Profile.MaxPopularity,
            Excluded = excluded,
        };
        // What is recent counts for much in the ranking, and is rare among the nearest of all years.
        var recent = Nearest(catalogue, query with { ReleasedFrom = request.Today.AddDays(-ReleaseDate.RecentDays).Year }, request)
            .Where(song => EmbeddedCatalogSource.IsRecent(song, request.Today))
            .Take(share / 2)
            .ToList();
        return recent.Concat(Nearest(catalogue, query, request).Take(share - recent.Count));
    }

    private static IEnumerable<Track> Nearest(PackedCatalogue catalogue, FeatureQuery query, RetrievalRequest request)
    {
        var hits = new FeatureHit[Hits];
        var found = catalogue.Nearest(query, hits);
        return hits.Take(found).Select(hit => catalogue.Read(hit.Row)).Where(request.Allows).Where(new ArtistCap().Allows);
    }

    private static bool SoundsLikeIt(Track song, RetrievalRequest request) =>
        song.Features is { } features && TrackScorer.Vibe(features, request.Target, request.Profile) >= EmbeddedCatalogSource.LikeTheMood;
}
