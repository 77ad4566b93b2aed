using StoryBeats.Estimation;

namespace StoryBeats.Providers.FeatureEstimation;

/// <summary>Learns how large a model's errors are from songs that it was not trained on.</summary>
internal static class FeatureErrors
{
    // Fewer songs than this say nothing of errors.
    private const int Enough = 50;

    /// <summary>The line of least squares from the errors expected to those that were, of measured songs.</summary>
    public static ErrorLine Of(FeatureModel model, IReadOnlyList<TeachingSong> songs)
    {
        var measured = songs.Where(song => song.IsMeasured).Select(song => (song.Features, Estimate: model.Estimate(song.Clues))).ToList();
        var lines = Enumerable.Range(0, FeatureScale.Names.Count).Select(Line).ToArray();
        return new ErrorLine([.. lines.Select(line => line.Base)], [.. lines.Select(line => line.Slope)]);

        (double Base, double Slope) Line(int feature)
        {
            var pairs = measured.Where(song => double.IsFinite(song.Features[feature])).Select(song => (
                Expected: FeatureScale.Value(song.Estimate.Error, feature),
                Was: Math.Abs(FeatureScale.Value(song.Estimate.Features, feature) - song.Features[feature]))).ToList();
            if (pairs.Count < Enough)
                return (0, 1);

            var (expected, was) = (pairs.Average(pair => pair.Expected), pairs.Average(pair => pair.Was));
            var spread = pairs.Sum(pair => Math.Pow(pair.Expected - expected, 2));
            var slope = spread > 0 ? pairs.Sum(pair => (pair.Expected - expected) * (pair.Was - was)) / spread : 1;
            // A line through nothing where one with a base below it would fit better: no error is negative.
            slope = Math.Clamp(slope, 0, was / expected);
            return (Math.Max(0, was - (slope * expected)), slope);
        }
    }
}
