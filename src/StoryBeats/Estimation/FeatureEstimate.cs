using StoryBeats.Catalog;

namespace StoryBeats.Estimation;

/// <summary>How a track may sound, and how sure that is.</summary>
/// <param name="Features">The estimate.</param>
/// <param name="Error">The mean absolute error to be expected of each feature of this very track, in the feature's own unit.</param>
public readonly record struct FeatureEstimate(AudioFeatures Features, AudioFeatures Error)
{
    // Below the catalogue's .7 of a song that somebody listened to, and far below what was measured.
    private const double Most = .65;

    // Who says .5 of anything between 0 and 1 lies so far off.
    private const double BlindError = .25;

    /// <summary>How far to trust it, 0 to .65: 1 - e / .25, where e is the mean of the errors expected of energy and valence.</summary>
    public double Confidence => Math.Clamp(1 - ((Error.Energy + Error.Valence) / 2 / BlindError), 0, Most);
}
