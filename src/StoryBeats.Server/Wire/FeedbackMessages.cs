using System.Text.Json;
using StoryBeats.Feedback;

namespace StoryBeats.Server.Wire;

/// <summary>A like (1) or dislike (-1). The names are taken because v1 sends them; the session knows the song.</summary>
internal sealed record VerdictRequest(
    string? SessionId, string? SongId, JsonElement? SongName, JsonElement? ArtistName, int? Feedback, string? Reason);

/// <summary>Something done about a song, or about the session.</summary>
internal sealed record SignalRequest(
    string? SessionId, string? SignalType, string? SongId, JsonElement? SongName, JsonElement? ArtistName, double? Weight);

internal sealed record FeedbackResponse(bool Success, string FeedbackId);

/// <summary>Likes and dislikes; <paramref name="LikeRate"/> is null without any.</summary>
internal sealed record FeedbackStatsResponse(long Likes, long Dislikes, long Total, double? LikeRate)
{
    public static FeedbackStatsResponse From(FeedbackTotals totals) => new(totals.Likes, totals.Dislikes, totals.Total, Round(totals.LikeRate));

    internal static double? Round(double? rate) => rate is { } value ? Math.Round(value, 4) : null;
}

internal sealed record MoodRequest(string? Mood);

/// <summary>The photo read anew, and the next songs; <paramref name="Message"/> says why when there are none.</summary>
internal sealed record MoodResponse(
    string SessionId, AnalysisResponse Analysis, IReadOnlyList<SongResponse> Songs, int Remaining, IReadOnlyList<RelaxationResponse> Relaxed,
    IReadOnlyList<SourceResponse> Sources, string? Message);
