namespace StoryBeats.Fakes.Catalog;

/// <summary>An album, single or compilation.</summary>
public sealed record FakeAlbum
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>album, single or compilation.</summary>
    public required string Type { get; init; }

    public required FakeArtist Artist { get; init; }

    /// <summary>As exactly as <see cref="Precision"/> says: <c>2026-03-12</c>, <c>1998</c>.</summary>
    public required string ReleaseDate { get; init; }

    /// <summary>year, month or day.</summary>
    public required string Precision { get; init; }

    /// <summary>Its tracks in order.</summary>
    public IReadOnlyList<FakeTrack> Tracks { get; internal set; } = [];

    public int Year => int.Parse(ReleaseDate[..4], System.Globalization.CultureInfo.InvariantCulture);
}
