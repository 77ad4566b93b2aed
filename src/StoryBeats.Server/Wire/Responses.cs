using System.Text.Json.Serialization;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Retrieval;

namespace StoryBeats.Server.Wire;

internal sealed record HealthResponse(string Status, string Service);

internal sealed record LiveResponse(string Status);

/// <summary>Whether photos are answered; <paramref name="Degraded"/> names the <paramref name="Parts"/> without which they are.</summary>
internal sealed record ReadyResponse(string Status, IReadOnlyList<string> Degraded, IReadOnlyDictionary<string, string> Parts);

/// <summary>What is wrong, as a sentence; <paramref name="Code"/> says it in every language where there is one.</summary>
internal sealed record ErrorResponse(string Error, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code);

internal sealed record AnalyzeResponse(bool Success, AnalysisResponse Analysis, IReadOnlyList<SongResponse> Songs, string SessionId, IReadOnlyList<SourceResponse> Sources);

internal sealed record MoreSongsRequest(string? SessionId, int? Offset, System.Text.Json.JsonElement? Analysis);

/// <summary>The next songs; <paramref name="Message"/> says why when there are none.</summary>
internal sealed record MoreSongsResponse(
    bool Success, IReadOnlyList<SongResponse> Songs, bool Cached, int Remaining, IReadOnlyList<RelaxationResponse> Relaxed, IReadOnlyList<SourceResponse> Sources, string? Message);

internal sealed record RecommendationResponse(
    string SessionId,
    AnalysisResponse Analysis,
    IReadOnlyList<SongResponse> Songs,
    int Remaining,
    IReadOnlyList<RelaxationResponse> Relaxed,
    string Profile,
    CandidateCounts Candidates,
    IReadOnlyList<SourceResponse> Sources)
{
    public static RecommendationResponse From(RecommendationResult result, IReadOnlyList<SongResponse> songs) => new(
        result.SessionId.Value,
        AnalysisResponse.From(result.Analysis),
        songs,
        result.Remaining,
        RelaxationResponse.From(result.Relaxed),
        result.Profile,
        result.Counts,
        SourceResponse.From(result.Sources));
}

internal sealed record RelaxationResponse(string Filter, string Message)
{
    public static IReadOnlyList<RelaxationResponse> From(IReadOnlyList<Relaxation> relaxed) =>
        [.. relaxed.Select(relaxation => new RelaxationResponse(relaxation.Filter, relaxation.Message))];
}

/// <summary>
/// How a source of songs did: complete, partial (the rest follows in the background), stale (from before) or failed; and what the visitor
/// should know of it, or null.
/// </summary>
internal sealed record SourceResponse(string Source, string Status, int Offered, string? Message)
{
    public static IReadOnlyList<SourceResponse> From(IReadOnlyList<SourceReport> sources) =>
        [.. sources.Select(source => new SourceResponse(source.Source, WireName.Of(source.Status), source.Offered, source.Message))];
}
