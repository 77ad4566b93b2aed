using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Vision;

namespace StoryBeats.Storage.Model;

/// <summary>A signal. What it is about is kept with it: it stays readable when the session has ended.</summary>
internal sealed class FeedbackRow
{
    /// <summary>A <see cref="FeedbackId"/>: one row of a session, song and signal.</summary>
    public required string Id { get; set; }

    public required string SessionId { get; set; }

    public string? Visitor { get; set; }

    public bool CountsForOthers { get; set; }

    public FeedbackSignal Signal { get; set; }

    public double Weight { get; set; }

    public FeedbackReason? Reason { get; set; }

    public MoodCategory? CorrectedMood { get; set; }

    public MoodCategory Mood { get; set; }

    public AudioFeatures Target { get; set; }

    public string? SongId { get; set; }

    public string? Title { get; set; }

    public string? Artist { get; set; }

    public string? ArtistKey { get; set; }

    public string? Language { get; set; }

    public AudioFeatures? Features { get; set; }

    public DateTimeOffset At { get; set; }
}
