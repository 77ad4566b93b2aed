namespace StoryBeats.Fakes;

/// <summary>How long answers take: a lognormal distribution, as calls over the internet have.</summary>
/// <param name="MedianMs">The median, in milliseconds; 0 for none.</param>
/// <param name="P95Ms">The 95th percentile, in milliseconds; at least the median.</param>
public readonly record struct FakeLatency(double MedianMs, double P95Ms)
{
    private const double NinetyFifth = 1.6448536269514722;

    /// <summary>No waiting.</summary>
    public static FakeLatency None => default;

    /// <summary>One draw.</summary>
    public TimeSpan Draw(Random random)
    {
        if (MedianMs <= 0)
            return TimeSpan.Zero;

        // Box and Muller: a standard normal of two uniforms.
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var spread = Math.Log(Math.Max(P95Ms, MedianMs) / MedianMs) / NinetyFifth;
        return TimeSpan.FromMilliseconds(MedianMs * Math.Exp(spread * normal));
    }
}
