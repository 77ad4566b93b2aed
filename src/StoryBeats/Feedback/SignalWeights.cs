namespace StoryBeats.Feedback;

/// <summary>How much each signal weighs: the original's weights (domain.md).</summary>
public static class SignalWeights
{
    /// <summary>A song that was seen and passed over, where others of its session were not: weak evidence against.</summary>
    public const double NoReaction = -.1;

    /// <summary>The greatest weight of a signal; clients may say less, never more.</summary>
    public static double Of(FeedbackSignal signal) => signal switch
    {
        FeedbackSignal.Verdict => 1,
        FeedbackSignal.SpotifyClick => 2,
        FeedbackSignal.PreviewComplete => 1.5,
        FeedbackSignal.PreviewPlay => 1,
        FeedbackSignal.LoadMore => .5,
        FeedbackSignal.NoReaction => NoReaction,
        _ => 0,
    };
}
