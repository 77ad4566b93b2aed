using StoryBeats.Vision;

namespace StoryBeats.Recommendations;

/// <summary>What becomes known of a request, in order: at times a draft, at last how it ended.</summary>
public abstract record RecommendationStep
{
    private RecommendationStep()
    {
    }

    /// <summary>The photo was read.</summary>
    /// <param name="Analysis">The reading.</param>
    /// <param name="IsDraft">Whether it is this machine's, while a model still looks.</param>
    public sealed record Read(VibeAnalysis Analysis, bool IsDraft) : RecommendationStep;

    /// <summary>Songs for the draft reading, in a session that the final answer goes on with.</summary>
    /// <param name="Result">The songs.</param>
    public sealed record Drafted(RecommendationResult Result) : RecommendationStep;

    /// <summary>The end.</summary>
    /// <param name="Outcome">What became of the request.</param>
    public sealed record Ended(RecommendationOutcome Outcome) : RecommendationStep;
}
