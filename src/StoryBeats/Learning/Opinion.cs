using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Sessions;
using StoryBeats.Vision;

namespace StoryBeats.Learning;

/// <summary>What one session says of one song, all its signals taken together.</summary>
internal sealed record Opinion
{
    /// <summary>The visitor, or the session of a visitor without a profile.</summary>
    public required string Voter { get; init; }

    /// <summary>The session.</summary>
    public required SessionId Session { get; init; }

    /// <summary>The mood of its photo.</summary>
    public required MoodCategory Mood { get; init; }

    /// <summary>The sound wanted.</summary>
    public required AudioFeatures Target { get; init; }

    /// <summary>The song.</summary>
    public required FeedbackSong Song { get; init; }

    /// <summary>The song under whatever id.</summary>
    public required TrackKey Key { get; init; }

    /// <summary>When it was last said or done.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether it was liked.</summary>
    public required bool Liked { get; init; }

    /// <summary>How much that says, above 0 to 1: a verdict and a click 1, a song passed over .1.</summary>
    public required double Weight { get; init; }

    /// <summary>Whether it was said outright.</summary>
    public required bool IsVerdict { get; init; }

    /// <summary>Why it was disliked, or null.</summary>
    public FeedbackReason? Reason { get; init; }

    /// <summary>1 for liked, -1 for disliked.</summary>
    public double Direction => Liked ? 1 : -1;

    /// <summary>What is left of an opinion after some time: a half after each half-life.</summary>
    public static double Decay(DateTimeOffset at, DateTimeOffset now, double halfLifeDays) =>
        Math.Pow(.5, Math.Max(0, (now - at).TotalDays) / halfLifeDays);
}
