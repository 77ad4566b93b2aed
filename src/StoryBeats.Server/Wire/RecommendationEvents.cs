using System.Text.Json.Serialization;

namespace StoryBeats.Server.Wire;

/// <summary>What was read from the photo; a draft while a model still looks.</summary>
internal sealed record VibeEvent(bool Draft, AnalysisResponse Analysis);

/// <summary>The songs: a <see cref="RecommendationResponse"/>, and whether a model still looks.</summary>
internal sealed record SongsEvent(
    bool Draft,
    string SessionId,
    AnalysisResponse Analysis,
    IReadOnlyList<SongResponse> Songs,
    int Remaining,
    IReadOnlyList<RelaxationResponse> Relaxed,
    string Profile,
    Ranking.CandidateCounts Candidates,
    IReadOnlyList<SourceResponse> Sources)
{
    public static SongsEvent From(bool draft, RecommendationResponse answer) => new(
        draft, answer.SessionId, answer.Analysis, answer.Songs, answer.Remaining, answer.Relaxed, answer.Profile, answer.Candidates, answer.Sources);
}

/// <summary>The end; the session goes on.</summary>
internal sealed record DoneEvent(string SessionId);

/// <summary>The end, too early; <paramref name="Status"/> and <paramref name="Code"/> are what an answer in one piece would have had.</summary>
internal sealed record ErrorEvent(string Error, int Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code);
