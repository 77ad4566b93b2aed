using StoryBeats.Feedback;

namespace StoryBeats.Server.Wire;

/// <summary>Sums over what visitors said and did; nothing of any one of them.</summary>
internal sealed record InsightsResponse(
    DateTimeOffset Since,
    int Days,
    long Sessions,
    long SongsShown,
    FeedbackStatsResponse Totals,
    IReadOnlyList<InsightResponse> ByMood,
    IReadOnlyList<InsightResponse> ByArtist,
    IReadOnlyList<InsightResponse> ByLanguage,
    IReadOnlyList<InsightResponse> ByHour,
    IReadOnlyList<InsightResponse> LowMoods,
    IReadOnlyList<InsightResponse> OftenDisliked,
    IReadOnlyList<ReasonResponse> Reasons,
    IReadOnlyList<CorrectionResponse> Corrections)
{
    public static InsightsResponse From(FeedbackInsights insights, int days) => new(
        insights.Since,
        days,
        insights.Sessions,
        insights.SongsShown,
        FeedbackStatsResponse.From(insights.Totals),
        List(insights.ByMood),
        List(insights.ByArtist),
        List(insights.ByLanguage),
        List(insights.ByHour),
        List(insights.LowMoods),
        List(insights.OftenDisliked),
        [.. insights.Reasons.Select(reason => new ReasonResponse(WireName.Of(reason.Reason), reason.Count))],
        [.. insights.Corrections.Select(correction => new CorrectionResponse(WireName.Of(correction.Read), WireName.Of(correction.Felt), correction.Count))]);

    private static IReadOnlyList<InsightResponse> List(IReadOnlyList<FeedbackSum> sums) => [.. sums.Select(InsightResponse.From)];
}

/// <summary>Sums of one mood, artist, language or hour; <paramref name="LikeRate"/> is null without likes and dislikes.</summary>
internal sealed record InsightResponse(string Name, long Shown, long Likes, long Dislikes, long Plays, long Clicks, double? LikeRate)
{
    public static InsightResponse From(FeedbackSum sum) =>
        new(sum.Name, sum.Shown, sum.Likes, sum.Dislikes, sum.Plays, sum.Clicks, FeedbackStatsResponse.Round(sum.LikeRate));
}

internal sealed record ReasonResponse(string Reason, long Count);

internal sealed record CorrectionResponse(string Read, string Felt, long Count);
