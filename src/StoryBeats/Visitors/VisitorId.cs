namespace StoryBeats.Visitors;

/// <summary>A visitor who asked to be remembered; says nothing of who it is.</summary>
/// <param name="Value">22 characters of base64url: 128 random bits.</param>
public readonly record struct VisitorId(string Value)
{
    /// <summary>A new id.</summary>
    public static VisitorId New() => new(RandomId.New());

    /// <inheritdoc/>
    public override string ToString() => Value;
}
