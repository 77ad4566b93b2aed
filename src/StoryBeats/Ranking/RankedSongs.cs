using StoryBeats.Retrieval;

namespace StoryBeats.Ranking;

/// <summary>Up to thirty songs in the order to show them, and how they came to be chosen.</summary>
/// <param name="Tracks">The songs.</param>
/// <param name="Relaxed">What gave way.</param>
/// <param name="Today">The day that recency was counted from.</param>
/// <param name="Counts">How many candidates each stage saw.</param>
/// <param name="Sources">How each source did.</param>
public sealed record RankedSongs(
    IReadOnlyList<ScoredTrack> Tracks, IReadOnlyList<Relaxation> Relaxed, DateOnly Today, CandidateCounts Counts, IReadOnlyList<SourceReport> Sources);

/// <summary>How many candidates came in and fell out on the way.</summary>
/// <param name="Offered">Offered by the sources.</param>
/// <param name="Duplicates">Dropped as the same song again.</param>
/// <param name="Scored">Scored.</param>
/// <param name="Filtered">Dropped by the vibe and popularity filters.</param>
/// <param name="Ranked">Ranked.</param>
public sealed record CandidateCounts(int Offered, int Duplicates, int Scored, int Filtered, int Ranked);
