namespace StoryBeats.Providers.LocalVision;

/// <summary>Agreement of readings with people.</summary>
/// <param name="R">Pearson's r, or null with fewer than three photos or no spread.</param>
/// <param name="Mae">Mean absolute error on 0 to 1.</param>
/// <param name="WithinOneDeviation">Share of ratings within one of the reading's standard deviations, 0 to 1; about .68 when these are honest.</param>
/// <param name="WithinTwoDeviations">Share within two; about .95.</param>
public sealed record Agreement(double? R, double Mae, double WithinOneDeviation, double WithinTwoDeviations)
{
    internal static Agreement Of(IReadOnlyList<Feeling> read, IReadOnlyList<double> rated)
    {
        return new Agreement(
            Correlation.Pearson([.. read.Select(feeling => feeling.Value)], rated),
            read.Zip(rated, (feeling, rating) => Math.Abs(feeling.Value - rating)).Average(),
            Within(1),
            Within(2));

        double Within(int deviations) =>
            read.Zip(rated, (feeling, rating) => Math.Abs(feeling.Value - rating) <= deviations * feeling.Deviation ? 1.0 : 0).Average();
    }

    internal static Agreement Mean(IReadOnlyList<Agreement> rounds) => new(
        rounds.Average(round => round.R),
        rounds.Average(round => round.Mae),
        rounds.Average(round => round.WithinOneDeviation),
        rounds.Average(round => round.WithinTwoDeviations));
}

/// <summary>How often a photo's own theme is among the three nearest.</summary>
/// <param name="AtThree">Share of the photos, 0 to 1, or null without any.</param>
/// <param name="Photos">Photos whose theme could be found.</param>
public sealed record ThemePrecision(double? AtThree, int Photos)
{
    /// <summary>Counts.</summary>
    /// <param name="ranks">How many themes were nearer to each photo than its own; null where its own is not known.</param>
    internal static ThemePrecision Of(IEnumerable<int?> ranks)
    {
        int[] known = [.. ranks.OfType<int>()];
        return new ThemePrecision(known.Length > 0 ? known.Average(rank => rank < 3 ? 1.0 : 0) : null, known.Length);
    }
}

/// <summary>How well photos are read.</summary>
/// <param name="Valence">Agreement on valence.</param>
/// <param name="Energy">Agreement on energy, which people rated as arousal.</param>
/// <param name="Themes">How often the theme is found; by folds, its centroid is made without the photo.</param>
/// <param name="Photos">Photos read.</param>
/// <param name="MsPerPhoto">Milliseconds a photo, from file to figures, and to the reading where a trained head is measured.</param>
public sealed record VisionEvaluation(Agreement Valence, Agreement Energy, ThemePrecision Themes, int Photos, double MsPerPhoto);
