namespace StoryBeats.Fakes.Spotify;

/// <summary>A playlist that somebody made.</summary>
public sealed class FakePlaylist
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string? Description { get; init; }

    public required bool IsPublic { get; init; }

    /// <summary>The token that made it.</summary>
    public required string Bearer { get; init; }

    /// <summary>Its items in order: <c>spotify:track:…</c>.</summary>
    public IReadOnlyList<string> Uris { get; internal set; } = [];
}
