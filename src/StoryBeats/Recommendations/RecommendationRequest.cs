using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Visitors;

namespace StoryBeats.Recommendations;

/// <summary>A photo, and what its visitor wishes.</summary>
public sealed record RecommendationRequest
{
    /// <summary>The whole file as it came.</summary>
    public required ReadOnlyMemory<byte> Photo { get; init; }

    /// <summary>Songs to show at first, 1 to 30; default 5.</summary>
    public int Count { get; init; } = 5;

    /// <summary>What the visitor wishes of the songs.</summary>
    public Preferences Preferences { get; init; } = new();

    /// <summary>Whether the photo stays on this machine, whatever models are configured; default false.</summary>
    public bool StaysHere { get; init; }

    /// <summary>Who asks, as far as it matters for what is learned.</summary>
    public Visit Visit { get; init; } = Visit.Anonymous;
}

/// <summary>What a visitor wishes of the songs.</summary>
public sealed record Preferences
{
    /// <summary>Languages set outright, at most five, by their English names; empty lets the photo choose.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>The visitor's own energy, 0 to 1, or null.</summary>
    public double? Energy { get; init; }

    /// <summary>The visitor's own valence, 0 to 1, or null.</summary>
    public double? Valence { get; init; }

    /// <summary>The visitor's own tempo in BPM, 40 to 220, or null; no mood pins it.</summary>
    public double? Tempo { get; init; }

    /// <summary>How fresh the songs should be, 0 (classics) to 1 (just released), or null for what the ranking profile prefers.</summary>
    public double? Freshness { get; init; }

    /// <summary>How well known the songs should be, 0 (hidden) to 1 (everybody knows them), or null for what the ranking profile prefers.</summary>
    public double? Familiarity { get; init; }

    /// <summary>The song to give more like, or null.</summary>
    public LikedSong? Like { get; init; }

    /// <summary>Artists not wanted, by folded name (<see cref="Track.ArtistKey"/>): neither their songs nor those that say they feature.</summary>
    public IReadOnlyList<string> ExcludedArtists
    {
        get;
        // Sessions stored before there was this have none.
        init => field = value ?? [];
    } = [];

    /// <summary>Languages not wanted, by their English names, whatever the photo or <see cref="Languages"/> asks for.</summary>
    public IReadOnlyList<string> ExcludedLanguages
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Songs not wanted.</summary>
    public IReadOnlySet<TrackId> Excluded { get; init; } = new HashSet<TrackId>();

    /// <summary>The visitor's language tag, such as <c>en-IN</c>; used only where the image says nothing of culture.</summary>
    public string? VisitorLanguage { get; init; }
}
