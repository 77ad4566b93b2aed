namespace StoryBeats.Learning;

/// <summary>What learning adds to a score, and the reason to show for it.</summary>
/// <param name="Value">Added to the score; may be negative.</param>
/// <param name="Reason">Words for the visitor, or null where there is nothing to tell.</param>
public readonly record struct LearnedEffect(double Value, string? Reason = null);
