namespace StoryBeats.Providers.LocalVision;

/// <summary>A photo's figures and what people said of it.</summary>
/// <param name="Figures">From <see cref="PhotoFeatures.Extract"/>.</param>
/// <param name="Photo">Theme and ratings.</param>
internal sealed record VisionSample(float[] Figures, RatedPhoto Photo);

/// <summary>A photo as read by a head that never saw its theme.</summary>
/// <param name="Valence">Valence read.</param>
/// <param name="Arousal">Arousal read.</param>
/// <param name="Themes">Themes named; its own is not among them.</param>
internal sealed record HeldOutReading(Feeling Valence, Feeling Arousal, IReadOnlyList<string> Themes);

/// <summary>Trains the head. Repeatable: only folds are drawn, by a seed.</summary>
/// <param name="weights">How much each figure counts, as in <see cref="PhotoFeatures.Weights"/>.</param>
internal sealed class VisionHeadTrainer(IReadOnlyList<double> weights)
{
    /// <summary>Folds of a cross-validation.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Cross-validations averaged.</summary>
    public int Rounds { get; init; } = 2;

    // A photo of a theme with many photos says less that is new.
    private const double ThemePower = .25;

    private const int Components = 150;

    /// <summary>Trains on every photo; agreement and spread are measured on themes left out.</summary>
    public VisionHead Train(IReadOnlyList<VisionSample> samples, int seed)
    {
        var held = HeldOut(samples, seed);
        var fit = Fit(samples, seed);
        var card = new VisionHeadCard
        {
            Recipe = PhotoFeatures.Recipe,
            Photos = samples.Count,
            ValenceSpread = held.Average(round => Spread(round.Select(reading => reading.Valence.Value))),
            ArousalSpread = held.Average(round => Spread(round.Select(reading => reading.Arousal.Value))),
            Themes = fit.Themes.Names,
            ThemeThreshold = fit.Themes.Threshold,
            CrossValidation = Judge(samples, held, fit.Themes),
        };
        return new VisionHead(card, fit.Components, fit.Photos, fit.Valence, fit.Arousal, fit.Themes);
    }

    /// <summary>Agreement on themes left out, averaged over the rounds.</summary>
    public CrossValidation CrossValidate(IReadOnlyList<VisionSample> samples, int seed)
    {
        var components = Learn(samples);
        return Judge(samples, HeldOut(samples, seed), LearnThemes(samples, [.. samples.Select(sample => components.Project(sample.Figures))]));
    }

    /// <summary>Reads every photo by a head trained on other themes: a round of cross-validation each.</summary>
    public IReadOnlyList<HeldOutReading[]> HeldOut(IReadOnlyList<VisionSample> samples, int seed) =>
        [.. Enumerable.Range(seed, Rounds).Select(round => ReadHeldOut(samples, round))];

    private CrossValidation Judge(IReadOnlyList<VisionSample> samples, IReadOnlyList<HeldOutReading[]> rounds, VisionThemes themes) => new(
        $"{Folds} folds by theme, settings chosen inside, mean of {rounds.Count} rounds",
        Agreement.Mean([.. rounds.Select(round => Agreement.Of([.. round.Select(reading => reading.Valence)], [.. samples.Select(sample => sample.Photo.Valence)]))]),
        Agreement.Mean([.. rounds.Select(round => Agreement.Of([.. round.Select(reading => reading.Arousal)], [.. samples.Select(sample => sample.Photo.Arousal)]))]),
        themes.Precision);

    private HeldOutReading[] ReadHeldOut(IReadOnlyList<VisionSample> samples, int seed)
    {
        var fold = ThemeFolds.Draw([.. samples.Select(sample => sample.Photo.Theme)], Folds, seed);
        var readings = new HeldOutReading[samples.Count];
        for (var left = 0; left < Folds; left++)
        {
            var fit = Fit([.. samples.Where((_, i) => fold[i] != left)], seed);
            for (var i = 0; i < samples.Count; i++)
            {
                if (fold[i] != left)
                    continue;
                var components = fit.Components.Project(samples[i].Figures);
                readings[i] = new HeldOutReading(fit.Valence.Read(components), fit.Arousal.Read(components), fit.Themes.Near(components));
            }
        }

        return readings;
    }

    private (PrincipalComponents Components, float[][] Photos, FeelingRegression Valence, FeelingRegression Arousal, VisionThemes Themes) Fit(
        IReadOnlyList<VisionSample> samples, int seed)
    {
        var components = Learn(samples);
        float[][] photos = [.. samples.Select(sample => components.Project(sample.Figures))];
        string[] themes = [.. samples.Select(sample => sample.Photo.Theme)];
        var ofTheme = themes.CountBy(theme => theme, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        double[] noise = [.. themes.Select(theme => Math.Pow(ofTheme[theme], ThemePower))];
        return (
            components,
            photos,
            new FeelingTrainer(KernelRegressionTrainer.Valence).Fit(photos, [.. samples.Select(sample => sample.Photo.Valence)], themes, noise, seed),
            new FeelingTrainer(KernelRegressionTrainer.Arousal).Fit(photos, [.. samples.Select(sample => sample.Photo.Arousal)], themes, noise, seed),
            LearnThemes(samples, photos));
    }

    private PrincipalComponents Learn(IReadOnlyList<VisionSample> samples) =>
        PrincipalComponents.Learn([.. samples.Select(sample => sample.Figures)], weights, Components);

    private static VisionThemes LearnThemes(IReadOnlyList<VisionSample> samples, float[][] photos) =>
        VisionThemes.Learn(photos, [.. samples.Select(sample => sample.Photo.Theme)]);

    private static double Spread(IEnumerable<double> values) => MathNet.Numerics.Statistics.Statistics.PopulationStandardDeviation(values);
}
