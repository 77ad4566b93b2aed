using StoryBeats.Photos;
using StoryBeats.Ranking;
using StoryBeats.Retrieval;
using StoryBeats.Sessions;
using StoryBeats.Vision;

namespace StoryBeats.Recommendations;

/// <summary>What became of a request.</summary>
public abstract record RecommendationOutcome
{
    private RecommendationOutcome()
    {
    }

    /// <summary>Songs were found.</summary>
    /// <param name="Result">The songs.</param>
    public sealed record Recommended(RecommendationResult Result) : RecommendationOutcome;

    /// <summary>The photo was not read.</summary>
    /// <param name="Rejection">Why, and what to do.</param>
    public sealed record PhotoRejected(PhotoRejection Rejection) : RecommendationOutcome;

    /// <summary>Too many photos are under way: this one was not looked at.</summary>
    public sealed record Busy : RecommendationOutcome;

    /// <summary>The session of the draft was deleted while a model looked at the photo: nothing is said or kept of it any more.</summary>
    public sealed record Forgotten : RecommendationOutcome;

    /// <summary>The photo was read, but no song at all is left.</summary>
    /// <param name="Analysis">The reading.</param>
    /// <param name="Sources">How each source of songs did.</param>
    public sealed record NoCandidates(VibeAnalysis Analysis, IReadOnlyList<SourceReport> Sources) : RecommendationOutcome;
}

/// <summary>The answer to a photo.</summary>
/// <param name="SessionId">The session that "more" continues.</param>
/// <param name="Analysis">What was read.</param>
/// <param name="Songs">The songs to show now.</param>
/// <param name="Later">The songs ranked after those.</param>
/// <param name="Relaxed">What gave way.</param>
/// <param name="Profile">The ranking profile's name.</param>
/// <param name="Counts">How many candidates each stage saw.</param>
/// <param name="Today">The day that recency was counted from.</param>
/// <param name="Sources">How each source of songs did.</param>
public sealed record RecommendationResult(
    SessionId SessionId,
    VibeAnalysis Analysis,
    IReadOnlyList<ScoredTrack> Songs,
    IReadOnlyList<ScoredTrack> Later,
    IReadOnlyList<Relaxation> Relaxed,
    string Profile,
    CandidateCounts Counts,
    DateOnly Today,
    IReadOnlyList<SourceReport> Sources)
{
    /// <summary>How many more are ranked.</summary>
    public int Remaining => Later.Count;
}
