namespace StoryBeats.Providers;

/// <summary>Agreement of two series of figures.</summary>
internal static class Correlation
{
    /// <summary>Pearson's r, or null with fewer than three pairs or no spread.</summary>
    public static double? Pearson(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count < 3)
            return null;

        var r = MathNet.Numerics.Statistics.Correlation.Pearson(a, b);
        return double.IsFinite(r) ? r : null;
    }
}
