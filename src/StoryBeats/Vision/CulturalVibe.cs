namespace StoryBeats.Vision;

/// <summary>Which music culture a photo leans to; drives the language mix.</summary>
public enum CulturalVibe
{
    /// <summary>No lean.</summary>
    Global,

    /// <summary>Indian.</summary>
    Indian,

    /// <summary>Western.</summary>
    Western,

    /// <summary>Both at once.</summary>
    Fusion,
}
