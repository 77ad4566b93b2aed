using StoryBeats.Ranking;
using StoryBeats.Recommendations;

namespace StoryBeats.Server.Wire;

internal sealed record HealthResponse(string Status, string Service);

internal sealed record ErrorResponse(string Error);

internal sealed record AnalyzeResponse(bool Success, AnalysisResponse Analysis, IReadOnlyList<SongResponse> Songs, string SessionId);

internal sealed record MoreSongsRequest(string? SessionId, int? Offset, System.Text.Json.JsonElement? Analysis);

/// <summary>The next songs; <paramref name="Message"/> says why when there are none.</summary>
internal sealed record MoreSongsResponse(
    bool Success, IReadOnlyList<SongResponse> Songs, bool Cached, int Remaining, IReadOnlyList<RelaxationResponse> Relaxed, string? Message);

internal sealed record RecommendationResponse(
    string SessionId,
    AnalysisResponse Analysis,
    IReadOnlyList<SongResponse> Songs,
    int Remaining,
    IReadOnlyList<RelaxationResponse> Relaxed,
    string Profile,
    CandidateCounts Candidates)
{
    public static RecommendationResponse From(RecommendationResult result) => new(
        result.SessionId.Value,
        AnalysisResponse.From(result.Analysis),
        [.. result.Songs.Select(song => SongResponse.From(song, result.Analysis, result.Today))],
        result.Remaining,
        RelaxationResponse.From(result.Relaxed),
        result.Profile,
        result.Counts);
}

internal sealed record RelaxationResponse(string Filter, string Message)
{
    public static IReadOnlyList<RelaxationResponse> From(IReadOnlyList<Relaxation> relaxed) =>
        [.. relaxed.Select(relaxation => new RelaxationResponse(relaxation.Filter, relaxation.Message))];
}
