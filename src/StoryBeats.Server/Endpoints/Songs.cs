using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Server.Http;
using StoryBeats.Server.Visits;
using StoryBeats.Server.Wire;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Server.Endpoints;

/// <summary>What v1 and v2 answer alike.</summary>
internal static class Songs
{
    public static IReadOnlyList<SongResponse> Of(IEnumerable<ScoredTrack> songs, VibeAnalysis analysis, DateOnly today) =>
        [.. songs.Select(song => SongResponse.From(song, analysis, today))];

    /// <summary>What is said when no song is left.</summary>
    public static string? EndMessage(IReadOnlyList<ScoredTrack> songs) =>
        songs.Count == 0 ? "That was every song that fits this photo. Try another photo or other languages." : null;

    /// <summary>What is said of a photo without songs; its visit was none.</summary>
    public static IResult Failure(HttpContext context, VisitBook visits, Visit visit, RecommendationOutcome outcome)
    {
        visits.Return(context, visit);
        return outcome switch
        {
            RecommendationOutcome.PhotoRejected rejected => ApiErrors.Result(context, rejected.Rejection),
            RecommendationOutcome.NoCandidates => ApiErrors.Unavailable(context,
                "No song in the catalogue fits these wishes. Ask for other languages or exclude fewer songs.", TimeSpan.FromMinutes(1)),
            _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no failure."),
        };
    }
}
