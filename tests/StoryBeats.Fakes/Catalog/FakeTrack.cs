namespace StoryBeats.Fakes.Catalog;

/// <summary>A track, with what only the fakes know about it.</summary>
public sealed record FakeTrack
{
    /// <summary>The Spotify id: 22 characters.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>Who performs it, the main artist first.</summary>
    public required IReadOnlyList<FakeArtist> Artists { get; init; }

    public required FakeAlbum Album { get; init; }

    public required int Number { get; init; }

    /// <summary>Null for the few that Spotify names none for.</summary>
    public required string? Isrc { get; init; }

    public required int DurationMs { get; init; }

    /// <summary>0 to 100.</summary>
    public required int Popularity { get; init; }

    public required bool IsExplicit { get; init; }

    public required bool IsPlayable { get; init; }

    /// <summary>Two-letter markets where it is sold.</summary>
    public required IReadOnlyList<string> Markets { get; init; }

    /// <summary>How it was measured; ReccoBeats knows.</summary>
    public required FakeFeatures Features { get; init; }
}
