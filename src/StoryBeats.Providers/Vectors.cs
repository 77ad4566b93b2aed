using System.Numerics.Tensors;

namespace StoryBeats.Providers;

/// <summary>Directions of embeddings and of figures.</summary>
internal static class Vectors
{
    /// <summary>The same direction, of length 1.</summary>
    public static float[] Unit(ReadOnlySpan<float> vector)
    {
        var unit = new float[vector.Length];
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector) + 1e-12f, unit);
        return unit;
    }

    /// <summary>The direction between directions.</summary>
    public static float[] Middle(IReadOnlyList<float[]> units)
    {
        var sum = new float[units[0].Length];
        foreach (var unit in units)
            TensorPrimitives.Add(sum, unit, sum);
        return Unit(sum);
    }

    /// <summary>Likelihoods of logits.</summary>
    public static double[] SoftMax(IReadOnlyList<double> logits)
    {
        var most = logits.Max();
        double[] weights = [.. logits.Select(logit => Math.Exp(logit - most))];
        var total = weights.Sum();
        return [.. weights.Select(weight => weight / total)];
    }
}
