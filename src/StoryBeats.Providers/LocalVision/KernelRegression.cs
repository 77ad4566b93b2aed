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
    /// <summary>Predicts from a photo's principal components.</summary>
    public double Predict(ReadOnlySpan<float> components)
    {
        var mapped = new float[Components];
        for (var i = 0; i < Components; i++)
            mapped[i] = TensorPrimitives.Dot(Map.AsSpan(i * Components, Components), components[..Components]);

        var prediction = Mean;
        for (var i = 0; i < Dual.Length; i++)
        {
            var distance = TensorPrimitives.Distance(mapped, Support.AsSpan(i * Components, Components));
            prediction += Dual[i] * Math.Exp(-.5 * Gamma * distance * distance);
        }

        return prediction;
    }
}
