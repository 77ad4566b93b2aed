using StoryBeats.Vision;

namespace StoryBeats.Storage.Model;

/// <summary>A session; its ranking only until it ends.</summary>
internal sealed class SessionRow
{
    public required string Id { get; set; }

    public string? Visitor { get; set; }

    public bool CountsForOthers { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset LastUsed { get; set; }

    public MoodCategory Mood { get; set; }

    /// <summary>Songs shown so far.</summary>
    public int Shown { get; set; }

    /// <summary>Goes up with every change: whoever changes says which it saw.</summary>
    public int Revision { get; set; }

    /// <summary>A <see cref="SessionPayload"/> as JSON; null once the session has ended.</summary>
    public byte[]? Payload { get; set; }
}
