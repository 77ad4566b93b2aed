using StoryBeats.Catalog;
using StoryBeats.Retrieval;
using StoryBeats.SecondLook;

namespace StoryBeats.Ranking;

/// <summary>A candidate and how well it fits.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Features">The features it was scored by.</param>
/// <param name="FeatureSource">Where they came from.</param>
/// <param name="FeatureConfidence">How far to trust them, 0 to 1.</param>
/// <param name="Vibe">Closeness to the sound wanted, 0 to 1.</param>
/// <param name="Recency">Bonus for a recent release, .3 to 1.</param>
/// <param name="Final">The score that orders: 0 to 1, and what was learned.</param>
public sealed record ScoredTrack(
    CandidateTrack Candidate, AudioFeatures Features, FeatureSource FeatureSource, double FeatureConfidence,
    double Vibe, double Recency, double Final)
{
    /// <summary>What learning added to <see cref="Final"/>; negative where it took, 0 where nothing was learned.</summary>
    public double Learned { get; init; }

    /// <summary>Why learning raised it, in words for the visitor, or null.</summary>
    public string? LearnedReason { get; init; }

    /// <summary>How far its energy or valence lies from what was wanted, whichever is farther, 0 to 1.</summary>
    public double Astray { get; init; }

    /// <summary>Title of the song that the visitor wanted more like, where this one is known to sound much like it, or null.</summary>
    public string? LikeTitle { get; init; }

    /// <summary>Whether it was taken before songs with a higher score because it sounds less like the others on its page.</summary>
    public bool ForVariety { get; init; }

    /// <summary>What a model that looked again thinks of it, or null.</summary>
    public SecondOpinion? Opinion { get; init; }

    /// <summary>The track.</summary>
    public Track Track => Candidate.Track;
}
