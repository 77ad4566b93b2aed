namespace StoryBeats.Learning;

/// <summary>What was learned for one visitor in one mood: from their own feedback, and from everybody's.</summary>
public sealed record Taste
{
    /// <summary>Nothing learned: songs are ranked as if nobody had ever said a word.</summary>
    public static Taste None { get; } = new();
}
