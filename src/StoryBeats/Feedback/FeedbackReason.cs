namespace StoryBeats.Feedback;

/// <summary>Why a song was disliked.</summary>
public enum FeedbackReason
{
    /// <summary>Fits another mood.</summary>
    WrongMood,

    /// <summary>Too slow for the photo.</summary>
    TooSlow,

    /// <summary>Too fast for the photo.</summary>
    TooFast,

    /// <summary>Another artist, please.</summary>
    NotThisArtist,

    /// <summary>Another language, please.</summary>
    WrongLanguage,

    /// <summary>Heard too often.</summary>
    Overplayed,
}
