namespace StoryBeats.Storage.Model;

/// <summary>A visitor's account at another service.</summary>
internal sealed class LinkedAccountRow
{
    public required string Id { get; set; }

    /// <summary>Encrypted.</summary>
    public required byte[] Tokens { get; set; }

    public DateTimeOffset Updated { get; set; }
}
