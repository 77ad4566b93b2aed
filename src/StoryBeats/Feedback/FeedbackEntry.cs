using StoryBeats.Catalog;
using StoryBeats.Sessions;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Feedback;

/// <summary>One signal as it is kept: who, about what, in which mood. One of a session, song and signal: a later one replaces it.</summary>
public sealed record FeedbackEntry
{
    /// <summary>The session.</summary>
    public required SessionId Session { get; init; }

    /// <summary>The visitor's profile, or null.</summary>
    public VisitorId? Visitor { get; init; }

    /// <summary>Whether it may shape what others see.</summary>
    public required bool CountsForOthers { get; init; }

    /// <summary>The signal.</summary>
    public required FeedbackSignal Signal { get; init; }

    /// <summary>
    /// Strength and direction: 1 or -1 for a verdict, up to <see cref="SignalWeights"/> for what was done, 0 for a mood correction,
    /// negative for <see cref="FeedbackSignal.NoReaction"/>.
    /// </summary>
    public required double Weight { get; init; }

    /// <summary>Why it was disliked, or null.</summary>
    public FeedbackReason? Reason { get; init; }

    /// <summary>The mood that the visitor felt, for a correction.</summary>
    public MoodCategory? CorrectedMood { get; init; }

    /// <summary>The mood that the session's photo was read as.</summary>
    public required MoodCategory Mood { get; init; }

    /// <summary>The sound that was wanted.</summary>
    public required AudioFeatures Target { get; init; }

    /// <summary>The song as it was shown, or null for signals about the session.</summary>
    public FeedbackSong? Song { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The id: same session, song and signal, same id.</summary>
    public FeedbackId Id => FeedbackId.Of(Session, Song?.Id, Signal);
}

/// <summary>A song as it was shown: what feedback keeps of it.</summary>
/// <param name="Id">The id.</param>
/// <param name="Title">The title.</param>
/// <param name="Artist">The artist.</param>
/// <param name="Language">The language sung.</param>
/// <param name="Features">What it was taken to sound like.</param>
public sealed record FeedbackSong(TrackId Id, string Title, string Artist, string Language, AudioFeatures Features)
{
    /// <summary>The artist's name folded for comparison.</summary>
    public string ArtistKey { get; } = TrackKey.Fold(Artist);
}
