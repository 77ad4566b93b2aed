using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace StoryBeats.Providers.LocalVision;

/// <summary>A fitted regression, in full precision.</summary>
internal sealed class VisionFit(
    Standardization standard,
    DenseMatrix projection,
    Matrix<double> support,
    double gamma,
    double valenceMean,
    Vector<double> valenceDual,
    double arousalMean,
    Vector<double> arousalDual)
{
    public int Components => projection.RowCount;

    public double ValenceMean => valenceMean;

    public double ArousalMean => arousalMean;

    /// <summary>The Gaussian kernel.</summary>
    public static double Kernel(Vector<double> a, Vector<double> b, double gamma)
    {
        var difference = a - b;
        return Math.Exp(-.5 * gamma * difference.DotProduct(difference));
    }

    /// <summary>A photo's principal components.</summary>
    public Vector<double> Project(float[] features) => projection * DenseVector.OfArray(standard.Apply(features));

    /// <summary>Predicts ratings on 0 to 1.</summary>
    public (double Valence, double Arousal) Predict(float[] features)
    {
        var projected = Project(features);
        var kernel = DenseVector.Create(support.RowCount, row => Kernel(support.Row(row), projected, gamma));
        return (valenceMean + kernel.DotProduct(valenceDual), arousalMean + kernel.DotProduct(arousalDual));
    }

    /// <summary>The head to ship.</summary>
    public VisionHead ToHead(VisionThemes themes, VisionHeadCard card) => new(
        card,
        Floats(standard.Mean),
        Floats(standard.Scale),
        Rows(projection),
        Rows(support),
        Floats([.. valenceDual, .. arousalDual]),
        Floats([.. themes.Centroids.SelectMany(centroid => centroid)]));

    private static float[] Floats(double[] values) => [.. values.Select(value => (float)value)];

    private static float[] Rows(Matrix<double> matrix) => [.. matrix.EnumerateRows().SelectMany(row => row).Select(value => (float)value)];
}
