namespace StoryBeats.Sessions;

/// <summary>An unguessable session id.</summary>
/// <param name="Value">22 characters of base64url: 128 random bits.</param>
public readonly record struct SessionId(string Value)
{
    /// <summary>A new id.</summary>
    public static SessionId New() => new(RandomId.New());

    /// <inheritdoc/>
    public override string ToString() => Value;
}
