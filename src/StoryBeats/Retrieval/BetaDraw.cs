namespace StoryBeats.Retrieval;

/// <summary>Draws from a Beta distribution: two Gamma draws after Marsaglia and Tsang (2000).</summary>
internal static class BetaDraw
{
    /// <summary>A number from 0 to 1.</summary>
    public static double Next(Random random, double alpha, double beta)
    {
        var x = Gamma(random, alpha);
        var y = Gamma(random, beta);
        return x / (x + y);
    }

    private static double Gamma(Random random, double shape)
    {
        if (shape < 1)
            return Gamma(random, shape + 1) * Math.Pow(1 - random.NextDouble(), 1 / shape);

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var v = Math.Pow(1 + (c * normal), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (normal * normal / 2) + (d * (1 - v + Math.Log(v))))
                return d * v;
        }
    }
}
