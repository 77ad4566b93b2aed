using MathNet.Numerics.LinearAlgebra;

namespace StoryBeats.Providers.LocalVision;

/// <summary>
/// Fits a kernel ridge regression twice: the first fit's average outer product of gradients tells which directions matter, and the
/// second measures distances along these (recursive feature machine, Radhakrishnan et al., Science 2024).
/// </summary>
internal sealed record KernelRegressionTrainer
{
    /// <summary>Settings to choose from for valence: few directions matter, sharply.</summary>
    public static readonly IReadOnlyList<KernelRegressionTrainer> Valence =
    [
        .. from components in (int[])[50, 80, 120]
           from gamma in (double[])[.75, 1.5]
           select new KernelRegressionTrainer
           {
               Components = components,
               FirstGamma = 1,
               FirstRidge = .2,
               MetricShare = .45,
               Gamma = gamma,
               Ridge = .2,
           },
    ];

    /// <summary>Settings to choose from for arousal: more directions, smoothly.</summary>
    public static readonly IReadOnlyList<KernelRegressionTrainer> Arousal =
    [
        .. from components in (int[])[80, 150]
           from share in (double[])[.5, .8]
           select new KernelRegressionTrainer
           {
               Components = components,
               FirstGamma = .5,
               FirstRidge = .3,
               MetricShare = share,
               Gamma = .5,
               Ridge = .3,
           },
    ];

    /// <summary>Principal components read.</summary>
    public required int Components { get; init; }

    /// <summary>Kernel width of the first fit.</summary>
    public required double FirstGamma { get; init; }

    /// <summary>Ridge of the first fit.</summary>
    public required double FirstRidge { get; init; }

    /// <summary>How much of the metric is learned, 0 to 1; the rest is plain distance.</summary>
    public required double MetricShare { get; init; }

    /// <summary>Kernel width.</summary>
    public required double Gamma { get; init; }

    /// <summary>Ridge.</summary>
    public required double Ridge { get; init; }

    /// <summary>Fits.</summary>
    /// <param name="photos">Principal components of the photos.</param>
    /// <param name="ratings">What people said.</param>
    /// <param name="noise">How noisy each photo counts, relative to the others.</param>
    public KernelRegression Fit(IReadOnlyList<float[]> photos, double[] ratings, double[] noise)
    {
        var components = Math.Min(Components, photos[0].Length);
        var plain = Matrix<double>.Build.Dense(photos.Count, components, (photo, component) => photos[photo][component]);
        var map = Matrix<double>.Build.DenseIdentity(components) / RootMeanSquare(plain);
        var mean = ratings.Select((rating, i) => rating / noise[i]).Sum() / noise.Sum(value => 1 / value);
        var centred = Vector<double>.Build.Dense(ratings.Length, i => ratings[i] - mean);

        var points = plain * map.Transpose();
        map = Metric(points, Solve(points, FirstGamma, FirstRidge, centred, noise)) * map;
        points = plain * map.Transpose();
        var scale = RootMeanSquare(points);
        map /= scale;
        points /= scale;

        var dual = Solve(points, Gamma, Ridge, centred, noise);
        return new KernelRegression(mean, Gamma, components, Floats(map), Floats(points), [.. dual.Select(value => (float)value)]);
    }

    // The square root of (1 - share) I + share M, M the average outer product of the first fit's gradients at unit strength.
    private Matrix<double> Metric(Matrix<double> points, Vector<double> dual)
    {
        var kernel = Kernel(points, FirstGamma);
        var weighted = Matrix<double>.Build.Dense(points.RowCount, points.RowCount, (i, j) => kernel[i, j] * dual[j]);
        var pulled = weighted * points;
        var weights = weighted.RowSums();
        var gradients = Matrix<double>.Build.Dense(points.RowCount, points.ColumnCount, (i, j) => -FirstGamma * ((points[i, j] * weights[i]) - pulled[i, j]));
        var outer = gradients.TransposeThisAndMultiply(gradients);
        var strength = outer.PointwiseMultiply(points.TransposeThisAndMultiply(points) / points.RowCount).RowSums().Sum();
        var metric = (Matrix<double>.Build.DenseIdentity(points.ColumnCount) * (1 - MetricShare)) + (outer * (MetricShare / strength));
        var decomposition = metric.Evd(Symmetricity.Symmetric);
        var roots = decomposition.EigenValues.Select(value => Math.Sqrt(Math.Max(0, value.Real)));
        return decomposition.EigenVectors * Matrix<double>.Build.DenseOfDiagonalVector(Vector<double>.Build.DenseOfEnumerable(roots)) * decomposition.EigenVectors.Transpose();
    }

    private static Vector<double> Solve(Matrix<double> points, double gamma, double ridge, Vector<double> ratings, double[] noise)
    {
        var kernel = Kernel(points, gamma);
        for (var i = 0; i < noise.Length; i++)
            kernel[i, i] += ridge * noise[i];
        return kernel.Cholesky().Solve(ratings);
    }

    private static Matrix<double> Kernel(Matrix<double> points, double gamma)
    {
        var products = points.TransposeAndMultiply(points);
        return Matrix<double>.Build.Dense(points.RowCount, points.RowCount, (i, j) =>
            Math.Exp(-.5 * gamma * Math.Max(0, products[i, i] + products[j, j] - (2 * products[i, j]))));
    }

    private static double RootMeanSquare(Matrix<double> points) => points.FrobeniusNorm() / Math.Sqrt(points.RowCount);

    private static float[] Floats(Matrix<double> matrix) => [.. matrix.ToRowMajorArray().Select(value => (float)value)];
}
