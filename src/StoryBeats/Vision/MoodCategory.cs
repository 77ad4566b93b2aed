namespace StoryBeats.Vision;

/// <summary>The nine moods that songs are filed under.</summary>
public enum MoodCategory
{
    /// <summary>Tender, intimate.</summary>
    Romantic,

    /// <summary>Fast, loud, on the move.</summary>
    Energetic,

    /// <summary>Calm and content.</summary>
    Peaceful,

    /// <summary>Sad, reflective.</summary>
    Melancholic,

    /// <summary>Bright and joyful.</summary>
    Happy,

    /// <summary>Proud, cool, on top of things.</summary>
    Confident,

    /// <summary>Fond of what was.</summary>
    Nostalgic,

    /// <summary>Soft, hazy, far away.</summary>
    Dreamy,

    /// <summary>Dark, atmospheric.</summary>
    Moody,
}
