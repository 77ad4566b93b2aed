using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Retrieval;

namespace StoryBeats.Providers.EmbeddedCatalog;

/// <summary>
/// Candidates from the catalogue on this machine: the curated artists' recent and proven songs, and in every language the songs that
/// sound most like what is wanted.
/// </summary>
internal sealed class EmbeddedCatalogSource(CatalogIndex catalog) : ICandidateSource
{
    /// <summary>Most recent songs of an artist; about 60 % of what an artist gives.</summary>
    public const int RecentPerArtist = 10;

    /// <summary>Most proven songs of an artist.</summary>
    public const int ProvenPerArtist = 5;

    /// <summary>Songs by sound alone, shared by the languages: enough for thirty when the filters have taken theirs.</summary>
    public const int Nearest = 90;

    /// <summary>Least closeness of a song by an artist chosen for the mood that nobody files under it.</summary>
    public const double LikeTheMood = .85;

    // A song that people file under the mood may lie this much further from the sound wanted.
    private const double MoodBonus = .10;

    public string Name => "embedded";

    public ValueTask<SourceAnswer> GetCandidatesAsync(RetrievalRequest request, CancellationToken cancellationToken)
    {
        var candidates = new List<CandidateTrack>();
        foreach (var artist in request.Artists)
        {
            var wanted = catalog.ByArtist(artist.Name).Where(track => Wanted(track, request)).ToLookup(track => IsRecent(track, request.Today));
            candidates.AddRange(wanted[true].Take(RecentPerArtist).Concat(wanted[false].Take(ProvenPerArtist)).Select(Candidate));
        }

        foreach (var language in request.Languages)
        {
            candidates.AddRange(catalog.InLanguage(language)
                .Where(request.Allows)
                .OrderByDescending(track => Nearness(track, request))
                .ThenBy(track => track.Id.Value, StringComparer.Ordinal)
                .Where(new ArtistCap().Allows)
                .Take(Nearest / request.Languages.Count)
                .Select(Candidate));
        }

        return ValueTask.FromResult(new SourceAnswer(candidates));
    }

    private static bool Wanted(Track track, RetrievalRequest request) =>
        request.Languages.Contains(track.Language)
        && request.Allows(track)
        // An artist chosen for the mood has other songs too: those that nobody files under it must at least sound like it.
        && (track.Moods.Contains(request.Mood) || Nearness(track, request) >= LikeTheMood);

    private static double Nearness(Track track, RetrievalRequest request) => track.Features is { } features
        ? TrackScorer.Vibe(features, request.Target, request.Profile) + (track.Moods.Contains(request.Mood) ? MoodBonus : 0)
        : 0;

    internal static bool IsRecent(Track track, DateOnly today) => track.ReleaseDate?.AgeInDays(today) is <= ReleaseDate.RecentDays;

    private CandidateTrack Candidate(Track track) => new(track, Name);
}
