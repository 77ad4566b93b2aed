namespace StoryBeats.Visitors;

/// <summary>Who asks, as far as it may matter for what is learned.</summary>
public sealed record Visit
{
    /// <summary>A visit of nobody known, which counts.</summary>
    public static Visit Anonymous { get; } = new();

    /// <summary>The visitor's profile, or null for visitors who have none.</summary>
    public VisitorId? Visitor { get; init; }

    /// <summary>
    /// Whether feedback of this visit may shape what others see. False for the visits of one client beyond the first few of a day:
    /// no address is kept, only this answer.
    /// </summary>
    public bool CountsForOthers { get; init; } = true;
}
