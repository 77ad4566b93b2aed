using MathNet.Numerics.LinearAlgebra;

namespace StoryBeats.Providers.LocalVision;

/// <summary>Centroids of the themes known, and the distance beyond which none is named.</summary>
/// <param name="Names">The themes.</param>
/// <param name="Centroids">A centroid each, of unit length, in principal components.</param>
/// <param name="Threshold">The distance.</param>
internal sealed record VisionThemes(IReadOnlyList<string> Names, IReadOnlyList<Vector<double>> Centroids, double Threshold)
{
    /// <summary>Share of photos, each judged by centroids made without it, whose nearest theme must be right for it to be named.</summary>
    public const double WantedPrecision = .8;

    /// <summary>Learns centroids from a few photos a theme; the distance is where naming stops being right often enough.</summary>
    public static VisionThemes Learn(IReadOnlyList<VisionSample> samples, VisionFit fit)
    {
        var projected = samples.Select(sample => fit.Project(sample.Features).Normalize(2)).ToArray();
        var groups = samples.Select((sample, index) => (sample.Photo.Theme, index))
            .GroupBy(pair => pair.Theme, pair => pair.index, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (Theme: group.Key, Members: group.ToArray()))
            .ToArray();
        var sums = groups.Select(group => group.Members.Select(index => projected[index]).Aggregate((a, b) => a + b)).ToArray();

        // Leave one out: a photo does not vote for its own theme.
        var nearest = new List<(double Distance, bool Right)>();
        for (var own = 0; own < groups.Length; own++)
        {
            if (groups[own].Members.Length < 2)
                continue;
            foreach (var index in groups[own].Members)
            {
                var best = Enumerable.Range(0, groups.Length)
                    .Select(other => (other, Distance: 1 - projected[index].DotProduct((other == own ? sums[other] - projected[index] : sums[other]).Normalize(2))))
                    .MinBy(pair => pair.Distance);
                nearest.Add((best.Distance, best.other == own));
            }
        }

        return new VisionThemes([.. groups.Select(group => group.Theme)], [.. sums.Select(sum => sum.Normalize(2))], FarthestTrusted(nearest));
    }

    private static double FarthestTrusted(List<(double Distance, bool Right)> nearest)
    {
        nearest.Sort((a, b) => a.Distance.CompareTo(b.Distance));
        var (right, threshold) = (0, 0.0);
        for (var i = 0; i < nearest.Count; i++)
        {
            right += nearest[i].Right ? 1 : 0;
            if ((double)right / (i + 1) >= WantedPrecision)
                threshold = nearest[i].Distance;
        }

        return threshold;
    }
}
