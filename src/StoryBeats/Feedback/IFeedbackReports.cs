using StoryBeats.Vision;

namespace StoryBeats.Feedback;

/// <summary>Sums over what visitors said.</summary>
public interface IFeedbackReports
{
    /// <summary>Likes and dislikes of all that is kept.</summary>
    ValueTask<FeedbackTotals> TotalsAsync(CancellationToken cancellationToken);

    /// <summary>Sums by mood, artist, language and hour of what came since then.</summary>
    ValueTask<FeedbackInsights> InsightsAsync(DateTimeOffset since, CancellationToken cancellationToken);
}

/// <summary>Likes and dislikes.</summary>
/// <param name="Likes">Likes.</param>
/// <param name="Dislikes">Dislikes.</param>
public sealed record FeedbackTotals(long Likes, long Dislikes)
{
    /// <summary>Both.</summary>
    public long Total => Likes + Dislikes;

    /// <summary>Likes of both, 0 to 1; null without any.</summary>
    public double? LikeRate => Total == 0 ? null : (double)Likes / Total;
}

/// <summary>Sums over a time.</summary>
public sealed record FeedbackInsights
{
    /// <summary>Artists listed at most.</summary>
    public const int MostArtists = 50;

    /// <summary>From when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Sessions opened.</summary>
    public required long Sessions { get; init; }

    /// <summary>Songs shown.</summary>
    public required long SongsShown { get; init; }

    /// <summary>Likes and dislikes.</summary>
    public required FeedbackTotals Totals { get; init; }

    /// <summary>By mood, every mood, as read from the photos.</summary>
    public required IReadOnlyList<FeedbackSum> ByMood { get; init; }

    /// <summary>By artist, most shown first, at most <see cref="MostArtists"/>.</summary>
    public required IReadOnlyList<FeedbackSum> ByArtist { get; init; }

    /// <summary>By language, most shown first.</summary>
    public required IReadOnlyList<FeedbackSum> ByLanguage { get; init; }

    /// <summary>By hour of the day in UTC, "00" to "23", every hour.</summary>
    public required IReadOnlyList<FeedbackSum> ByHour { get; init; }

    /// <summary>Moods whose like rate is clearly below that of all: see <see cref="FeedbackSum.IsClearlyBelow"/>.</summary>
    public required IReadOnlyList<FeedbackSum> LowMoods { get; init; }

    /// <summary>Artists disliked more than liked, by at least three people's sessions, worst first.</summary>
    public required IReadOnlyList<FeedbackSum> OftenDisliked { get; init; }

    /// <summary>Why songs were disliked, most often first.</summary>
    public required IReadOnlyList<ReasonCount> Reasons { get; init; }

    /// <summary>What photos were read as and what visitors felt, most often first.</summary>
    public required IReadOnlyList<CorrectionCount> Corrections { get; init; }
}

/// <summary>Sums of one mood, artist, language or hour.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shown">Songs shown.</param>
/// <param name="Likes">Likes.</param>
/// <param name="Dislikes">Dislikes.</param>
/// <param name="Plays">Previews started.</param>
/// <param name="Clicks">Songs opened.</param>
public sealed record FeedbackSum(string Name, long Shown, long Likes, long Dislikes, long Plays, long Clicks)
{
    /// <summary>Likes of all verdicts, 0 to 1; null without any.</summary>
    public double? LikeRate => Likes + Dislikes == 0 ? null : (double)Likes / (Likes + Dislikes);

    /// <summary>Whether the like rate lies below another by more than chance explains: the upper end of Wilson's 95 % interval is below it.</summary>
    public bool IsClearlyBelow(double rate)
    {
        const double z = 1.96;
        var n = Likes + Dislikes;
        if (n == 0)
            return false;
        var p = (double)Likes / n;
        var upper = (p + (z * z / (2 * n)) + (z * Math.Sqrt((p * (1 - p) / n) + (z * z / (4.0 * n * n))))) / (1 + (z * z / n));
        return upper < rate;
    }
}

/// <summary>How often a reason was given.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How often.</param>
public sealed record ReasonCount(FeedbackReason Reason, long Count);

/// <summary>How often a mood was corrected to another.</summary>
/// <param name="Read">The mood read.</param>
/// <param name="Felt">The mood felt.</param>
/// <param name="Count">How often.</param>
public sealed record CorrectionCount(MoodCategory Read, MoodCategory Felt, long Count);
