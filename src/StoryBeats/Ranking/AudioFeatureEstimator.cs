using StoryBeats.Catalog;
using StoryBeats.Estimation;
using StoryBeats.Vision;

namespace StoryBeats.Ranking;

/// <summary>The learned estimate for tracks whose features nobody knows, with the error to be expected of it (docs/ranking.md).</summary>
public sealed class AudioFeatureEstimator(FeatureModel model, ArtistGroups groups)
{
    /// <summary>Estimates the features of a track that was retrieved for a mood.</summary>
    public FeatureEstimate Estimate(Track track, MoodCategory mood) => model.Estimate(FeatureClue.Of(track, [mood], groups));

    /// <summary>Estimates the other features of a track whose energy and valence are known.</summary>
    /// <param name="track">What else is known of it.</param>
    /// <param name="energy">Energy, 0 to 1.</param>
    /// <param name="valence">Valence, 0 to 1.</param>
    public AudioFeatures Complete(Track track, double energy, double valence) => model.Complete(FeatureClue.Of(track, [], groups), energy, valence);
}
