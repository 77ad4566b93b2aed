namespace StoryBeats.Storage.Model;

/// <summary>An artist's songs as a live catalogue gave them.</summary>
internal sealed class ArtistPoolRow
{
    public required string Source { get; set; }

    public required string ArtistKey { get; set; }

    public required string Market { get; set; }

    /// <summary>Tracks as JSON.</summary>
    public required byte[] Tracks { get; set; }

    public DateTimeOffset FilledAt { get; set; }
}
