namespace StoryBeats.Providers.LocalVision;

/// <summary>A photo's figures and what people said of it.</summary>
/// <param name="Figures">From <see cref="PhotoFeatures.Extract"/>.</param>
/// <param name="Photo">Theme and ratings.</param>
internal sealed record VisionSample(float[] Figures, RatedPhoto Photo);

/// <summary>Trains the head. Repeatable: only the folds of the cross-validation are drawn, by a seed.</summary>
/// <param name="weights">How much each figure counts, as in <see cref="PhotoFeatures.Weights"/>.</param>
internal sealed class VisionHeadTrainer(IReadOnlyList<double> weights)
{
    /// <summary>Folds of a cross-validation.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Cross-validations averaged.</summary>
    public int Rounds { get; init; } = 3;

    // A photo of a theme with many photos says less that is new.
    private const double ThemePower = .25;

    /// <summary>Trains on every photo; agreement and spread are measured on themes left out.</summary>
    public VisionHead Train(IReadOnlyList<VisionSample> samples, int seed)
    {
        var held = HeldOut(samples, seed);
        var fit = Fit(samples);
        var themes = VisionThemes.Learn(
            [.. samples.Select(sample => fit.Components.Project(sample.Figures))], [.. samples.Select(sample => sample.Photo.Theme)]);
        var card = new VisionHeadCard
        {
            Recipe = PhotoFeatures.Recipe,
            Photos = samples.Count,
            ValenceSpread = held.Average(round => Spread(round.Select(prediction => prediction.Valence))),
            ArousalSpread = held.Average(round => Spread(round.Select(prediction => prediction.Arousal))),
            Themes = themes.Names,
            ThemeThreshold = themes.Threshold,
            CrossValidation = Judge(samples, held),
        };
        return new VisionHead(card, fit.Components, fit.Valence, fit.Arousal, themes);
    }

    /// <summary>Agreement on themes left out, averaged over the rounds.</summary>
    public CrossValidation CrossValidate(IReadOnlyList<VisionSample> samples, int seed) => Judge(samples, HeldOut(samples, seed));

    private CrossValidation Judge(IReadOnlyList<VisionSample> samples, IReadOnlyList<(double Valence, double Arousal)[]> rounds)
    {
        var valence = rounds.Select(round => Agreement.Of([.. round.Select(p => p.Valence)], [.. samples.Select(s => s.Photo.Valence)])).ToList();
        var arousal = rounds.Select(round => Agreement.Of([.. round.Select(p => p.Arousal)], [.. samples.Select(s => s.Photo.Arousal)])).ToList();
        return new CrossValidation(
            $"{Folds} folds by theme, mean of {rounds.Count} rounds",
            valence.Average(a => a.R ?? 0), valence.Average(a => a.Mae), arousal.Average(a => a.R ?? 0), arousal.Average(a => a.Mae));
    }

    private List<(double Valence, double Arousal)[]> HeldOut(IReadOnlyList<VisionSample> samples, int seed) =>
        [.. Enumerable.Range(seed, Rounds).Select(round => PredictHeldOut(samples, round))];

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
                if (fold[samples[i].Photo.Theme] != left)
                    continue;
                var components = fit.Components.Project(samples[i].Figures);
                predictions[i] = (fit.Valence.Predict(components), fit.Arousal.Predict(components));
            }
        }

        return predictions;
    }

    private (PrincipalComponents Components, KernelRegression Valence, KernelRegression Arousal) Fit(IReadOnlyList<VisionSample> samples)
    {
        var wanted = Math.Max(KernelRegressionTrainer.Valence.Components, KernelRegressionTrainer.Arousal.Components);
        var components = PrincipalComponents.Learn([.. samples.Select(sample => sample.Figures)], weights, wanted);
        var scores = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRows(
            samples.Select(sample => components.Project(sample.Figures).Select(value => (double)value)));
        var ofTheme = samples.GroupBy(sample => sample.Photo.Theme, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        double[] noise = [.. samples.Select(sample => Math.Pow(ofTheme[sample.Photo.Theme], ThemePower))];
        return (
            components,
            KernelRegressionTrainer.Valence.Fit(scores, [.. samples.Select(sample => sample.Photo.Valence)], noise),
            KernelRegressionTrainer.Arousal.Fit(scores, [.. samples.Select(sample => sample.Photo.Arousal)], noise));
    }

    private static double Spread(IEnumerable<double> values)
    {
        double[] all = [.. values];
        var mean = all.Average();
        return Math.Sqrt(all.Average(value => (value - mean) * (value - mean)));
    }
}
