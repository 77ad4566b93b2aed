using System.Numerics.Tensors;

namespace StoryBeats.Providers.LocalVision;

/// <summary>Kernel ridge regression as shipped: components are mapped to a learned metric, then compared with every training photo.</summary>
/// <param name="Mean">What is predicted of a photo like no other.</param>
/// <param name="Gamma">Width of the kernel.</param>
/// <param name="Components">Principal components read.</param>
/// <param name="Map">The metric's map, row by row, components × components.</param>
/// <param name="Support">The training photos under the map, row by row.</param>
/// <param name="Dual">The weight of each training photo.</param>
internal sealed record KernelRegression(double Mean, double Gamma, int Components, float[] Map, float[] Support, float[] Dual)
{
    /// <summary>Makes one whose support is not stored: the training photos' own components tell it.</summary>
    /// <param name="mean">What is predicted of a photo like no other.</param>
    /// <param name="gamma">Width of the kernel.</param>
    /// <param name="components">Principal components read.</param>
    /// <param name="map">The metric's map.</param>
    /// <param name="dual">The weight of each training photo.</param>
    /// <param name="photos">Principal components of the training photos.</param>
    public static KernelRegression Over(double mean, double gamma, int components, float[] map, float[] dual, IEnumerable<float[]> photos) =>
        new(mean, gamma, components, map, [.. photos.SelectMany(photo => Mapped(map, components, photo))], dual);

    /// <summary>Predicts from a photo's principal components.</summary>
    public double Predict(ReadOnlySpan<float> components) => Predict(Similarities(components));

    /// <summary>Predicts from a photo's likeness to each training photo.</summary>
    public double Predict(ReadOnlySpan<double> similarities)
    {
        var prediction = Mean;
        for (var i = 0; i < Dual.Length; i++)
            prediction += Dual[i] * similarities[i];
        return prediction;
    }

    /// <summary>How like each training photo a photo is, 0 to 1.</summary>
    public double[] Similarities(ReadOnlySpan<float> components)
    {
        var mapped = Mapped(Map, Components, components);
        var similarities = new double[Dual.Length];
        for (var i = 0; i < similarities.Length; i++)
        {
            var distance = TensorPrimitives.Distance(mapped, Support.AsSpan(i * Components, Components));
            similarities[i] = Math.Exp(-.5 * Gamma * distance * distance);
        }

        return similarities;
    }

    private static float[] Mapped(float[] map, int components, ReadOnlySpan<float> photo)
    {
        var mapped = new float[components];
        for (var i = 0; i < components; i++)
            mapped[i] = TensorPrimitives.Dot(map.AsSpan(i * components, components), photo[..components]);
        return mapped;
    }
}
