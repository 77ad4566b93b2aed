using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace StoryBeats.Providers.LocalVision;

/// <summary>Standardizes a photo's figures and projects them to principal components.</summary>
/// <param name="Mean">Mean of each figure.</param>
/// <param name="Scale">What a figure's difference from its mean is multiplied by: its weight over its spread.</param>
/// <param name="Axes">The components' axes, row by row.</param>
internal sealed record PrincipalComponents(float[] Mean, float[] Scale, float[] Axes)
{
    /// <summary>How many components there are.</summary>
    public int Count => Axes.Length / Mean.Length;

    /// <summary>Learns the components of some photos.</summary>
    /// <param name="photos">Figures of the photos.</param>
    /// <param name="weights">How much each figure counts.</param>
    /// <param name="count">Components wanted.</param>
    public static PrincipalComponents Learn(IReadOnlyList<float[]> photos, IReadOnlyList<double> weights, int count)
    {
        var mean = new double[weights.Count];
        var scale = new double[weights.Count];
        for (var figure = 0; figure < weights.Count; figure++)
        {
            var average = photos.Average(photo => (double)photo[figure]);
            var deviation = Math.Sqrt(photos.Average(photo => (photo[figure] - average) * (photo[figure] - average)));
            mean[figure] = average;
            scale[figure] = Math.Sqrt(weights[figure]) / (deviation + 1e-6);
        }

        // By the Gram matrix: there are fewer photos than figures.
        var standardized = DenseMatrix.Create(photos.Count, weights.Count, (row, figure) => (photos[row][figure] - mean[figure]) * scale[figure]);
        var decomposition = standardized.TransposeAndMultiply(standardized).Evd(Symmetricity.Symmetric);
        var kept = Math.Min(count, photos.Count - 1);
        var axes = new List<float>(kept * weights.Count);
        for (var i = 0; i < kept; i++)
        {
            var last = photos.Count - 1 - i;
            var axis = standardized.TransposeThisAndMultiply(decomposition.EigenVectors.Column(last));
            axes.AddRange((axis / Math.Sqrt(Math.Max(1e-9, decomposition.EigenValues[last].Real))).Select(value => (float)value));
        }

        return new PrincipalComponents([.. mean.Select(value => (float)value)], [.. scale.Select(value => (float)value)], [.. axes]);
    }

    /// <summary>A photo's components, largest spread first.</summary>
    public float[] Project(ReadOnlySpan<float> figures)
    {
        if (figures.Length != Mean.Length)
            throw new ArgumentException($"Expected {Mean.Length} figures, not {figures.Length}.", nameof(figures));

        var standardized = new float[figures.Length];
        TensorPrimitives.Subtract(figures, Mean, standardized);
        TensorPrimitives.Multiply(standardized, Scale, standardized);
        var components = new float[Count];
        for (var i = 0; i < components.Length; i++)
            components[i] = TensorPrimitives.Dot(standardized, Axes.AsSpan(i * standardized.Length, standardized.Length));
        return components;
    }
}
