using StoryBeats.Catalog;

namespace StoryBeats.Estimation;

/// <summary>The six audio features as figures that a model can add up: shares as log odds, which have no ends to run into, and BPM as they are.</summary>
public static class FeatureScale
{
    private const int Instrumentalness = 4;
    private const int Tempo = 5;

    // Measured features are 0 or 1 often enough, and the log odds of these have no end. Most songs have no instrumentalness at all.
    private const double Least = .02;
    private const double LeastInstrumentalness = .002;

    // The mean distance from the middle of a normal distribution, in standard deviations.
    private static readonly double MeanDistance = Math.Sqrt(2 / Math.PI);

    /// <summary>The features' names, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["energy", "valence", "danceability", "acousticness", "instrumentalness", "tempo"];

    /// <summary>One feature of a sound, by its place in <see cref="Names"/>.</summary>
    public static double Value(AudioFeatures features, int feature) => feature switch
    {
        0 => features.Energy,
        1 => features.Valence,
        2 => features.Danceability,
        3 => features.Acousticness,
        4 => features.Instrumentalness,
        _ => features.Tempo,
    };

    /// <summary>A sound of six figures in the order of <see cref="Names"/>.</summary>
    public static AudioFeatures From(ReadOnlySpan<double> values) => new(values[0], values[1], values[2], values[3], values[4], values[5]);

    /// <summary>A feature as the model adds it up.</summary>
    public static double Bend(int feature, double value)
    {
        if (feature == Tempo)
            return value;

        var least = feature == Instrumentalness ? LeastInstrumentalness : Least;
        var share = Math.Clamp(value, least, 1 - least);
        return Math.Log(share / (1 - share));
    }

    /// <summary>How far a feature lies from another value of it, as the model adds it up.</summary>
    public static double Distance(int feature, double from, double to) => Bend(feature, to) - Bend(feature, from);

    /// <summary>The feature that a sum of the model stands for.</summary>
    public static double Straighten(int feature, double bent) => feature == Tempo ? bent : 1 / (1 + Math.Exp(-bent));

    /// <summary>The mean absolute error to be expected around a sum whose standard deviation is known, in the feature's own unit.</summary>
    public static double Error(int feature, double bent, double deviation)
    {
        var off = MeanDistance * deviation;
        return (Straighten(feature, bent + off) - Straighten(feature, bent - off)) / 2;
    }
}
