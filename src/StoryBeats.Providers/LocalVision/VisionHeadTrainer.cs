using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace StoryBeats.Providers.LocalVision;

/// <summary>A photo's figures and what people said of it.</summary>
/// <param name="Features">From <see cref="PhotoFeatures.Extract"/>.</param>
/// <param name="Photo">Theme and ratings.</param>
internal sealed record VisionSample(float[] Features, RatedPhoto Photo);

/// <summary>
/// Trains the head: standardize, weight, project to principal components, then kernel ridge regression in which a theme with many
/// photos counts for less than their number. Repeatable: only the folds are drawn, by a seed.
/// </summary>
/// <param name="weights">How much each figure counts, from <see cref="PhotoFeatures.Weights"/>.</param>
internal sealed class VisionHeadTrainer(double[] weights)
{
    /// <summary>Principal components kept.</summary>
    public int Components { get; init; } = 75;

    /// <summary>Width of the kernel.</summary>
    public double Gamma { get; init; } = 1;

    /// <summary>Strength of the ridge.</summary>
    public double Ridge { get; init; } = .2;

    /// <summary>Noise of a photo grows with this power of the number of photos of its theme.</summary>
    public double ThemePower { get; init; } = .25;

    /// <summary>Folds of a cross-validation.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Cross-validations averaged.</summary>
    public int Rounds { get; init; } = 4;

    /// <summary>Trains on every photo; agreement and spread are measured on themes left out.</summary>
    public VisionHead Train(IReadOnlyList<VisionSample> samples, int seed)
    {
        var held = Enumerable.Range(seed, Rounds).Select(round => PredictHeldOut(samples, round)).ToList();
        var fit = Fit(samples);
        var themes = VisionThemes.Learn(samples, fit);
        return fit.ToHead(themes, new VisionHeadCard
        {
            Recipe = PhotoFeatures.Recipe,
            Photos = samples.Count,
            Components = fit.Components,
            Gamma = Gamma,
            Ridge = Ridge,
            ValenceMean = fit.ValenceMean,
            ArousalMean = fit.ArousalMean,
            ValenceSpread = held.Average(round => Deviation([.. round.Select(prediction => prediction.Valence)])),
            ArousalSpread = held.Average(round => Deviation([.. round.Select(prediction => prediction.Arousal)])),
            Themes = themes.Names,
            ThemeDistance = themes.Threshold,
            CrossValidation = Judge(samples, held),
        });
    }

    /// <summary>Agreement on themes left out, averaged over the rounds.</summary>
    public CrossValidation CrossValidate(IReadOnlyList<VisionSample> samples, int seed) =>
        Judge(samples, [.. Enumerable.Range(seed, Rounds).Select(round => PredictHeldOut(samples, round))]);

    private CrossValidation Judge(IReadOnlyList<VisionSample> samples, IReadOnlyList<(double Valence, double Arousal)[]> rounds)
    {
        var valence = rounds.Select(round => Agreement.Of([.. round.Select(p => p.Valence)], [.. samples.Select(s => s.Photo.Valence)])).ToList();
        var arousal = rounds.Select(round => Agreement.Of([.. round.Select(p => p.Arousal)], [.. samples.Select(s => s.Photo.Arousal)])).ToList();
        return new CrossValidation(
            $"{Folds} folds by theme, mean of {rounds.Count} rounds",
            valence.Average(a => a.R ?? 0), valence.Average(a => a.Mae), arousal.Average(a => a.R ?? 0), arousal.Average(a => a.Mae));
    }

    private (double Valence, double Arousal)[] PredictHeldOut(IReadOnlyList<VisionSample> samples, int seed)
    {
        var themes = samples.Select(sample => sample.Photo.Theme).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(themes);
        var fold = themes.Select((theme, index) => (theme, index)).ToDictionary(pair => pair.theme, pair => pair.index % Folds, StringComparer.Ordinal);
        var predictions = new (double, double)[samples.Count];
        for (var left = 0; left < Folds; left++)
        {
            var fit = Fit([.. samples.Where(sample => fold[sample.Photo.Theme] != left)]);
            for (var i = 0; i < samples.Count; i++)
            {
                if (fold[samples[i].Photo.Theme] == left)
                    predictions[i] = fit.Predict(samples[i].Features);
            }
        }

        return predictions;
    }

    private VisionFit Fit(IReadOnlyList<VisionSample> samples)
    {
        var standard = Standardization.Of(samples, weights);
        var figures = DenseMatrix.OfRowArrays(samples.Select(sample => standard.Apply(sample.Features)));

        // Principal components by the Gram matrix: there are fewer photos than figures.
        var decomposition = figures.TransposeAndMultiply(figures).Evd(Symmetricity.Symmetric);
        var components = Math.Min(Components, samples.Count - 1);
        var projection = DenseMatrix.Create(components, figures.ColumnCount, 0);
        for (var i = 0; i < components; i++)
        {
            var last = samples.Count - 1 - i;
            var axis = figures.TransposeThisAndMultiply(decomposition.EigenVectors.Column(last));
            projection.SetRow(i, axis / Math.Sqrt(Math.Max(1e-12, decomposition.EigenValues[last].Real)));
        }

        var support = figures.TransposeAndMultiply(projection);
        // Distances are measured in units of the photos' own mean square, whatever the components hold.
        var unit = Math.Sqrt(support.EnumerateRows().Average(row => row.DotProduct(row)));
        support = support / unit;
        projection = (DenseMatrix)(projection / unit);

        var ofTheme = samples.GroupBy(sample => sample.Photo.Theme, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var noise = samples.Select(sample => Math.Pow(ofTheme[sample.Photo.Theme], ThemePower)).ToArray();
        var kernel = DenseMatrix.Create(samples.Count, samples.Count, (i, j) =>
            VisionFit.Kernel(support.Row(i), support.Row(j), Gamma) + (i == j ? Ridge * noise[i] : 0));
        var cholesky = kernel.Cholesky();

        var valenceMean = WeightedMean(samples, noise, photo => photo.Valence);
        var arousalMean = WeightedMean(samples, noise, photo => photo.Arousal);
        return new VisionFit(
            standard, projection, support, Gamma,
            valenceMean, cholesky.Solve(DenseVector.OfEnumerable(samples.Select(sample => sample.Photo.Valence - valenceMean))),
            arousalMean, cholesky.Solve(DenseVector.OfEnumerable(samples.Select(sample => sample.Photo.Arousal - arousalMean))));
    }

    private static double WeightedMean(IReadOnlyList<VisionSample> samples, double[] noise, Func<RatedPhoto, double> rating) =>
        samples.Select((sample, i) => rating(sample.Photo) / noise[i]).Sum() / noise.Sum(value => 1 / value);

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
