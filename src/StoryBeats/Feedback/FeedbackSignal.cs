namespace StoryBeats.Feedback;

/// <summary>What a visitor said or did about a song.</summary>
public enum FeedbackSignal
{
    /// <summary>Said outright: like or dislike. The last word counts.</summary>
    Verdict,

    /// <summary>Opened the song in Spotify.</summary>
    SpotifyClick,

    /// <summary>Heard the preview to its end.</summary>
    PreviewComplete,

    /// <summary>Started the preview.</summary>
    PreviewPlay,

    /// <summary>Asked for more songs; about the session and no song.</summary>
    LoadMore,

    /// <summary>Said that the photo felt otherwise; about the session and no song.</summary>
    MoodCorrection,

    /// <summary>Saw the song, reacted to others and not to this one. Never sent: stores add it when feedback is read for learning.</summary>
    NoReaction,
}
