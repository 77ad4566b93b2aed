namespace StoryBeats.Providers.LocalVision;

/// <summary>
/// Trains the reading of one feeling. Settings are chosen, and uncertainty is learned, on themes left out of the photos given; whoever
/// keeps other themes back to judge the result has a nested cross-validation.
/// </summary>
/// <param name="settings">The settings to choose from.</param>
internal sealed class FeelingTrainer(IReadOnlyList<KernelRegressionTrainer> settings)
{
    private const int Folds = 4;

    // One alone is chosen by luck as much as by merit.
    private const int Kept = 3;

    // Of a normal distribution, the share within one deviation.
    private const double WithinOne = .6827;

    /// <summary>Trains.</summary>
    /// <param name="photos">Principal components of the photos.</param>
    /// <param name="ratings">What people said.</param>
    /// <param name="themes">What the photos show.</param>
    /// <param name="noise">How noisy each photo counts, relative to the others.</param>
    /// <param name="seed">Seed of the folds.</param>
    public FeelingRegression Fit(IReadOnlyList<float[]> photos, double[] ratings, IReadOnlyList<string> themes, double[] noise, int seed)
    {
        var fold = ThemeFolds.Draw(themes, Folds, seed);
        var best = settings
            .Select(setting => (Setting: setting, Held: HeldOut(setting, photos, ratings, noise, fold)))
            .OrderByDescending(tried => Correlation.Pearson(tried.Held, ratings) ?? 0)
            .Take(Kept)
            .ToList();
        float[] errors = [.. ratings.Select((rating, i) => (float)Math.Pow(rating - best.Average(tried => tried.Held[i]), 2))];
        KernelRegression[] members = [.. best.Select(tried => tried.Setting.Fit(photos, ratings, noise))];
        return new FeelingRegression(members, errors, Calibration(members[0], photos, errors));
    }

    private static double[] HeldOut(KernelRegressionTrainer setting, IReadOnlyList<float[]> photos, double[] ratings, double[] noise, int[] fold)
    {
        var held = new double[photos.Count];
        for (var left = 0; left < Folds; left++)
        {
            int[] others = [.. Enumerable.Range(0, photos.Count).Where(i => fold[i] != left)];
            if (others.Length == 0)
                continue;
            var regression = setting.Fit([.. others.Select(i => photos[i])], [.. others.Select(i => ratings[i])], [.. others.Select(i => noise[i])]);
            for (var i = 0; i < held.Length; i++)
            {
                if (fold[i] == left)
                    held[i] = regression.Predict(photos[i].AsSpan());
            }
        }

        return held;
    }

    // A photo is left out of what tells its own error.
    private static double Calibration(KernelRegression first, IReadOnlyList<float[]> photos, float[] errors)
    {
        double[] ratios = [.. photos.Select((photo, i) =>
        {
            var alike = first.Similarities(photo);
            alike[i] = 0;
            return Math.Sqrt(errors[i]) / Math.Max(1e-6, FeelingRegression.Expected(alike, errors));
        }).Order()];
        return ratios[(int)(WithinOne * (ratios.Length - 1))];
    }
}
