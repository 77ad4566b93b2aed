using System.Numerics.Tensors;

namespace StoryBeats.Providers.LocalVision;

/// <summary>Few-shot themes: a centroid each, and the distance beyond which none is named.</summary>
/// <param name="Names">The themes.</param>
/// <param name="Centroids">Their centroids in principal components, unit length, row by row.</param>
/// <param name="Threshold">The distance: one less the cosine.</param>
/// <param name="Precision">How often a theme is found, its centroid made without the photo.</param>
internal sealed record VisionThemes(IReadOnlyList<string> Names, float[] Centroids, double Threshold, ThemePrecision Precision)
{
    /// <summary>How often a named theme has to be right, on photos that its centroid was made without.</summary>
    public const double WantedPrecision = .7;

    // A second theme has to be nearly as near as the first: a sunset is not also a storm.
    private const double Margin = .08;

    /// <summary>Learns centroids from a few photos a theme.</summary>
    /// <param name="photos">Principal components of the photos.</param>
    /// <param name="themes">The theme of each.</param>
    public static VisionThemes Learn(IReadOnlyList<float[]> photos, IReadOnlyList<string> themes)
    {
        var directions = photos.Select(photo => Vectors.Unit(photo)).ToArray();
        var groups = themes.Select((theme, index) => (theme, index))
            .GroupBy(pair => pair.theme, pair => pair.index, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (Theme: group.Key, Members: group.ToArray()))
            .ToArray();
        var centroids = groups.Select(group => Vectors.Middle([.. group.Members.Select(index => directions[index])])).ToArray();

        // Leave one out: a photo does not vote for its own theme.
        var nearest = new List<(double Distance, int Rank)>();
        for (var own = 0; own < groups.Length; own++)
        {
            if (groups[own].Members.Length < 2)
                continue;
            foreach (var index in groups[own].Members)
            {
                var without = Vectors.Middle([.. groups[own].Members.Where(member => member != index).Select(member => directions[member])]);
                double[] distances = [.. centroids.Select((centroid, theme) => Distance(directions[index], theme == own ? without : centroid))];
                nearest.Add((distances.Min(), distances.Count(distance => distance < distances[own])));
            }
        }

        return new VisionThemes(
            [.. groups.Select(group => group.Theme)],
            [.. centroids.SelectMany(centroid => centroid)],
            FarthestTrusted(nearest),
            ThemePrecision.Of(nearest.Select(photo => (int?)photo.Rank)));
    }

    /// <summary>How many themes are nearer to a photo than its own, or null when that is not known.</summary>
    public int? Rank(ReadOnlySpan<float> components, string theme)
    {
        var own = Names.ToList().IndexOf(theme);
        if (own < 0)
            return null;
        var distances = Distances(components);
        return distances.Count(distance => distance < distances[own]);
    }

    /// <summary>The themes within the threshold, nearest first.</summary>
    public IReadOnlyList<string> Near(ReadOnlySpan<float> components)
    {
        var distances = Distances(components);
        var near = Names.Select((theme, i) => (Theme: theme, Distance: distances[i])).Where(theme => theme.Distance <= Threshold).ToList();
        near.Sort((a, b) => a.Distance.CompareTo(b.Distance));
        return [.. near.TakeWhile(theme => theme.Distance <= near[0].Distance + Margin).Select(theme => theme.Theme)];
    }

    private double[] Distances(ReadOnlySpan<float> components)
    {
        var direction = Vectors.Unit(components);
        var distances = new double[Names.Count];
        for (var i = 0; i < distances.Length; i++)
            distances[i] = Distance(direction, Centroids.AsSpan(i * direction.Length, direction.Length));
        return distances;
    }

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => 1 - TensorPrimitives.Dot(a, b);

    private static double FarthestTrusted(List<(double Distance, int Rank)> nearest)
    {
        nearest.Sort((a, b) => a.Distance.CompareTo(b.Distance));
        var (right, threshold) = (0, 0.0);
        for (var i = 0; i < nearest.Count; i++)
        {
            right += nearest[i].Rank == 0 ? 1 : 0;
            if ((double)right / (i + 1) >= WantedPrecision)
                threshold = nearest[i].Distance;
        }

        return threshold;
    }
}
