using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Sessions;

/// <summary>What one photo's visitor was shown. No photo, no address.</summary>
public sealed record RecommendationSession
{
    /// <summary>A session ends this long after its last use.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>The id.</summary>
    public required SessionId Id { get; init; }

    /// <summary>Who was answered, as far as it matters for what is learned.</summary>
    public Visit Visit { get; init; } = Visit.Anonymous;

    /// <summary>When the photo came.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Seeds what is left to chance in this session's rankings.</summary>
    public int Seed { get; init; }

    /// <summary>What was read from the photo.</summary>
    public required VibeAnalysis Analysis { get; init; }

    /// <summary>What the visitor wished.</summary>
    public required Preferences Preferences { get; init; }

    /// <summary>Every song ranked so far, in order.</summary>
    public required IReadOnlyList<ScoredTrack> Ranked { get; init; }

    /// <summary>How many of <see cref="Ranked"/> were shown.</summary>
    public required int Shown { get; init; }

    /// <summary>The same session with its songs in another order, or null when they are not its songs, or not those shown first.</summary>
    public RecommendationSession? Reordered(int expectedShown, IReadOnlyList<ScoredTrack> ranked) =>
        Shown == expectedShown && ranked.Count == Ranked.Count
        && Ids(Ranked.Take(Shown)).SequenceEqual(Ids(ranked.Take(Shown)))
        && Ids(Ranked).ToHashSet().SetEquals(Ids(ranked))
            ? this with { Ranked = ranked }
            : null;

    private static IEnumerable<TrackId> Ids(IEnumerable<ScoredTrack> songs) => songs.Select(song => song.Track.Id);
}
