using StoryBeats.Catalog;

namespace StoryBeats.Estimation;

/// <summary>
/// A sum of what is known: every clue adds its share, shrunk towards nothing the less was seen of it, and takes away some of the doubt.
/// Trained by <c>storybeats train features</c>; docs/ranking.md says how.
/// </summary>
public sealed class FeatureModel
{
    private readonly IReadOnlyDictionary<string, FeatureKind> _kinds;
    private readonly double[] _mean;
    private readonly double[] _residual;
    private readonly ErrorLine _errors;
    private readonly FeatureSlopes _slopes;

    /// <summary>A model of its figures, one for each of <see cref="FeatureScale.Names"/>.</summary>
    /// <param name="mean">Where every sum begins.</param>
    /// <param name="residual">The variance that stays when all is known.</param>
    /// <param name="kinds">What each kind of clue adds.</param>
    /// <param name="errors">What its errors turned out to be.</param>
    /// <param name="slopes">What known energy and valence say of the others.</param>
    /// <exception cref="InvalidDataException">A figure is missing, not finite or, as a variance, negative.</exception>
    public FeatureModel(double[] mean, double[] residual, IReadOnlyDictionary<string, FeatureKind> kinds, ErrorLine errors, FeatureSlopes slopes)
    {
        Check(mean, "mean", least: double.MinValue);
        Check(residual, "residual", least: 0);
        Check(errors.Base, "base of the errors", least: 0);
        Check(errors.Slope, "slope of the errors", least: 0);
        Check(slopes.OnEnergy, "slope on energy", least: double.MinValue);
        Check(slopes.OnValence, "slope on valence", least: double.MinValue);
        foreach (var (name, kind) in kinds)
        {
            Check(kind.Variance, $"variance of \"{name}\"", least: 0);
            foreach (var (clue, known) in kind.Known)
            {
                Check(known.Effect, $"effect of {name} \"{clue}\"", least: double.MinValue);
                if (!(known.Seen > 0 && double.IsFinite(known.Seen)))
                    throw new InvalidDataException($"{name} \"{clue}\" was never seen.");
            }
        }

        (_mean, _residual, _kinds, _errors, _slopes) = (mean, residual, kinds, errors, slopes);
    }

    /// <summary>Where every sum begins.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>The variance that stays when all is known.</summary>
    public IReadOnlyList<double> Residual => _residual;

    /// <summary>What each kind of clue adds.</summary>
    public IReadOnlyDictionary<string, FeatureKind> Kinds => _kinds;

    /// <summary>What its errors turned out to be.</summary>
    public ErrorLine Errors => _errors;

    /// <summary>What known energy and valence say of the others.</summary>
    public FeatureSlopes Slopes => _slopes;

    /// <summary>Whether anything was learned of an artist.</summary>
    public bool Knows(string artistKey) => _kinds.TryGetValue(FeatureClue.Artist, out var artists) && artists.Known.ContainsKey(artistKey);

    /// <summary>What clues add up to.</summary>
    public FeatureEstimate Estimate(IEnumerable<FeatureClue> clues)
    {
        Span<double> sum = stackalloc double[FeatureScale.Names.Count];
        Span<double> doubt = stackalloc double[FeatureScale.Names.Count];
        _mean.CopyTo(sum);
        _residual.CopyTo(doubt);
        foreach (var clue in clues)
        {
            if (!_kinds.TryGetValue(clue.Kind, out var kind))
                continue;

            var known = kind.Known.GetValueOrDefault(clue.Name);
            for (var i = 0; i < sum.Length; i++)
            {
                if (known is not null)
                    sum[i] += clue.Weight * known.Effect[i];
                doubt[i] += clue.Weight * clue.Weight * Doubt(kind.Variance[i], _residual[i], known?.Seen ?? 0);
            }
        }

        Span<double> error = stackalloc double[sum.Length];
        for (var i = 0; i < sum.Length; i++)
        {
            error[i] = _errors.Base[i] + (_errors.Slope[i] * FeatureScale.Error(i, sum[i], Math.Sqrt(doubt[i])));
            sum[i] = FeatureScale.Straighten(i, sum[i]);
        }

        return new FeatureEstimate(FeatureScale.From(sum).Clamp(), FeatureScale.From(error));
    }

    /// <summary>What clues add up to where energy and valence are known: how far these lie from their own sums moves the others.</summary>
    /// <param name="clues">What else is known.</param>
    /// <param name="energy">Energy, 0 to 1.</param>
    /// <param name="valence">Valence, 0 to 1.</param>
    public AudioFeatures Complete(IEnumerable<FeatureClue> clues, double energy, double valence)
    {
        var estimate = Estimate(clues).Features;
        Span<double> values = stackalloc double[FeatureScale.Names.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var sum = FeatureScale.Bend(i, FeatureScale.Value(estimate, i))
                + (_slopes.OnEnergy[i] * FeatureScale.Distance(0, estimate.Energy, energy))
                + (_slopes.OnValence[i] * FeatureScale.Distance(1, estimate.Valence, valence));
            values[i] = FeatureScale.Straighten(i, sum);
        }

        return (FeatureScale.From(values) with { Energy = energy, Valence = valence }).Clamp();
    }

    // All of the kind's variance where nothing was seen, next to none after many songs.
    private static double Doubt(double variance, double residual, double seen) =>
        variance <= 0 ? 0 : residual * variance / (residual + (seen * variance));

    private static void Check(double[] figures, string what, double least)
    {
        if (figures.Length != FeatureScale.Names.Count || !Array.TrueForAll(figures, figure => double.IsFinite(figure) && figure >= least))
            throw new InvalidDataException($"{what} is not {FeatureScale.Names.Count} figures that can be.");
    }
}

/// <summary>What one kind of clue adds.</summary>
/// <param name="Variance">How much its clues differ, for each feature.</param>
/// <param name="Known">The clues that were seen often enough, by name.</param>
public sealed record FeatureKind(double[] Variance, IReadOnlyDictionary<string, FeatureEffect> Known);

/// <summary>What one clue adds.</summary>
/// <param name="Seen">In how many songs it was seen, each by its weight.</param>
/// <param name="Effect">What it adds to each feature's sum.</param>
public sealed record FeatureEffect(double Seen, double[] Effect);

/// <summary>Sets the errors that a model expects of itself right: base + slope × error, by what they were on songs left out.</summary>
/// <param name="Base">The base for each feature, in its own unit.</param>
/// <param name="Slope">The slope for each feature.</param>
public sealed record ErrorLine(double[] Base, double[] Slope)
{
    /// <summary>Takes the errors as they are.</summary>
    public static ErrorLine AsTheyAre { get; } = new(new double[FeatureScale.Names.Count], [.. Enumerable.Repeat(1.0, FeatureScale.Names.Count)]);
}

/// <summary>What each feature's sum moves with energy and valence, where these lie one off from their own sums; their own slopes mean nothing.</summary>
/// <param name="OnEnergy">For each feature, how much a unit of energy moves it.</param>
/// <param name="OnValence">For each feature, how much a unit of valence moves it.</param>
public sealed record FeatureSlopes(double[] OnEnergy, double[] OnValence)
{
    /// <summary>Nothing is said.</summary>
    public static FeatureSlopes None { get; } = new(new double[FeatureScale.Names.Count], new double[FeatureScale.Names.Count]);
}
