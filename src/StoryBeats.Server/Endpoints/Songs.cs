using StoryBeats.Providers.Previews;
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
    /// <summary>The songs of an answer, and a look for what there is to hear of them: first of those shown, then of the rest.</summary>
    public static IReadOnlyList<SongResponse> Of(RecommendationResult result, PreviewBook previews)
    {
        previews.Want([.. result.Songs.Select(song => song.Track)], [.. result.Later.Select(song => song.Track)]);
        return [.. result.Songs.Select(song => SongResponse.From(song, result.Analysis, result.Today, previews.Known(song.Track)))];
    }

    /// <summary>Songs to show, and a look for what there is to hear of them.</summary>
    public static IReadOnlyList<SongResponse> Of(IReadOnlyList<ScoredTrack> songs, VibeAnalysis analysis, DateOnly today, PreviewBook previews)
    {
        previews.Want([.. songs.Select(song => song.Track)], []);
        return [.. songs.Select(song => SongResponse.From(song, analysis, today, previews.Known(song.Track)))];
    }

    /// <summary>What is said when no song is left.</summary>
    public static string? EndMessage(IReadOnlyList<ScoredTrack> songs) =>
        songs.Count == 0 ? "That was every song that fits this photo. Try another photo or other languages." : null;

    /// <summary>What is said of a photo without songs; its visit was none.</summary>
    public static IResult Failure(HttpContext context, VisitBook visits, Visit visit, RecommendationOutcome outcome)
    {
        var (status, sentence, code) = Describe(context, visits, visit, outcome);
        if (outcome is RecommendationOutcome.Busy)
            return ApiErrors.Busy(context);
        return status is StatusCodes.Status503ServiceUnavailable
            ? ApiErrors.Unavailable(context, sentence, TimeSpan.FromMinutes(1))
            : ApiErrors.Result(context, status, sentence, code);
    }

    /// <summary>The same in a status, a sentence and a code where there is one.</summary>
    public static (int Status, string Sentence, string? Code) Describe(HttpContext context, VisitBook visits, Visit visit, RecommendationOutcome outcome)
    {
        visits.Return(context, visit);
        return outcome switch
        {
            RecommendationOutcome.PhotoRejected rejected => (ApiErrors.StatusOf(rejected.Rejection), rejected.Rejection.Sentence, ApiErrors.CodeOf(rejected.Rejection.Problem)),
            RecommendationOutcome.NoCandidates none => (
                StatusCodes.Status503ServiceUnavailable,
                string.Join(' ', none.Sources.Select(source => source.Message).OfType<string>()
                    .Prepend("No song in the catalogue fits these wishes. Ask for other languages or exclude fewer songs.")),
                null),
            RecommendationOutcome.Busy => (StatusCodes.Status503ServiceUnavailable, ApiErrors.BusySentence, ApiErrors.BusyCode),
            RecommendationOutcome.Forgotten => (StatusCodes.Status404NotFound, SessionField.NothingKept, SessionField.UnknownCode),
            _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no failure."),
        };
    }
}
