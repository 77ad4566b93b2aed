namespace StoryBeats.Fakes.Catalog;

/// <summary>An artist, a namesake or a karaoke act.</summary>
public sealed record FakeArtist
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Whether StoryBeats' curated lists mean this one; false for namesakes, cover and karaoke acts.</summary>
    public required bool IsCurated { get; init; }

    /// <summary>"English" or "Hindi".</summary>
    public required string Language { get; init; }

    public required IReadOnlyList<string> Moods { get; init; }

    public required int Popularity { get; init; }
}
