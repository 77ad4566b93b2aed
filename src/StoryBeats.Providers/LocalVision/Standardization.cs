namespace StoryBeats.Providers.LocalVision;

/// <summary>Brings every figure to mean 0 and a spread that is its weight.</summary>
/// <param name="Mean">Mean of each figure.</param>
/// <param name="Scale">What each figure's difference from its mean is multiplied by.</param>
internal sealed record Standardization(double[] Mean, double[] Scale)
{
    /// <summary>Measures the figures of some photos.</summary>
    public static Standardization Of(IReadOnlyList<VisionSample> samples, double[] weights)
    {
        var mean = new double[weights.Length];
        var scale = new double[weights.Length];
        for (var figure = 0; figure < weights.Length; figure++)
        {
            double sum = 0, squares = 0;
            foreach (var sample in samples)
            {
                sum += sample.Features[figure];
                squares += (double)sample.Features[figure] * sample.Features[figure];
            }

            mean[figure] = sum / samples.Count;
            var deviation = Math.Sqrt(Math.Max(0, (squares / samples.Count) - (mean[figure] * mean[figure])));
            scale[figure] = Math.Sqrt(weights[figure]) / (deviation + 1e-6);
        }

        return new Standardization(mean, scale);
    }

    /// <summary>Standardizes a photo's figures.</summary>
    public double[] Apply(float[] features)
    {
        var standardized = new double[features.Length];
        for (var i = 0; i < features.Length; i++)
            standardized[i] = (features[i] - Mean[i]) * Scale[i];
        return standardized;
    }
}
