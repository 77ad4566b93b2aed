using StoryBeats.Estimation;

namespace StoryBeats.Providers.FeatureEstimation;

/// <summary>One feature's part of the model, fitted by going round the clues: each takes what the others leave, shrunk.</summary>
internal sealed class FeatureFit
{
    // More rounds change the third decimal.
    private const int Rounds = 12;

    // Where every kind begins, as a share of all variance; the rounds find what is right.
    private const double FirstShare = .05;
    private const double LeastVariance = 1e-6;

    private FeatureFit(int clues, int kinds) => (Effects, Variances) = (new double[clues], new double[kinds]);

    /// <summary>Where every sum begins.</summary>
    public double Mean { get; private set; }

    /// <summary>The variance that stays.</summary>
    public double Residual { get; private set; }

    /// <summary>What each clue adds.</summary>
    public double[] Effects { get; }

    /// <summary>How much the clues of each kind differ.</summary>
    public double[] Variances { get; }

    /// <summary>Fits one feature.</summary>
    /// <param name="songs">The songs; those that lack the feature do not count.</param>
    /// <param name="feature">Its place in <see cref="FeatureScale.Names"/>.</param>
    /// <param name="columns">The clues.</param>
    /// <param name="kindOf">The kind of each clue, by number.</param>
    /// <param name="kinds">How many kinds.</param>
    public static FeatureFit Of(IReadOnlyList<TeachingSong> songs, int feature, List<ClueColumn> columns, int[] kindOf, int kinds)
    {
        var fit = new FeatureFit(columns.Count, kinds);
        var weights = songs.Select(song => double.IsNaN(song.Features[feature]) ? 0 : song.Weight).ToArray();
        var all = weights.Sum();
        var left = songs.Select(song => double.IsNaN(song.Features[feature]) ? 0 : FeatureScale.Bend(feature, song.Features[feature])).ToArray();
        fit.Centre(left, weights, all);
        fit.Residual = Math.Max(LeastVariance, SumOfSquares(left, weights) / Math.Max(all, 1));
        Array.Fill(fit.Variances, fit.Residual * FirstShare);
        var seen = columns.Select(column => column.Entries.Sum(entry => weights[entry.Song] * entry.Weight * entry.Weight)).ToArray();
        for (var round = 0; round < Rounds; round++)
            fit.GoRound(left, weights, all, columns, kindOf, seen);
        return fit;
    }

    private void GoRound(double[] left, double[] weights, double all, List<ClueColumn> columns, int[] kindOf, double[] seen)
    {
        var spread = new double[Variances.Length];
        var counts = new int[Variances.Length];
        var used = 0.0;
        for (var clue = 0; clue < columns.Count; clue++)
        {
            var share = Residual / Variances[kindOf[clue]];
            var pull = seen[clue] * Effects[clue];
            foreach (var (song, weight) in columns[clue].Entries)
                pull += weights[song] * weight * left[song];
            var effect = pull / (seen[clue] + share);
            foreach (var (song, weight) in columns[clue].Entries)
                left[song] -= weight * (effect - Effects[clue]);
            Effects[clue] = effect;
            spread[kindOf[clue]] += (effect * effect) + (Residual / (seen[clue] + share));
            counts[kindOf[clue]]++;
            used += seen[clue] / (seen[clue] + share);
        }

        Centre(left, weights, all);
        // What the effects took of chance itself is given back to the doubt.
        Residual = Math.Max(LeastVariance, (SumOfSquares(left, weights) + (Residual * used)) / Math.Max(all, 1));
        for (var kind = 0; kind < Variances.Length; kind++)
            Variances[kind] = Math.Max(LeastVariance, spread[kind] / counts[kind]);
    }

    private void Centre(double[] left, double[] weights, double all)
    {
        if (all <= 0)
            return;

        var off = left.Zip(weights, (value, weight) => value * weight).Sum() / all;
        Mean += off;
        for (var song = 0; song < left.Length; song++)
            left[song] -= off;
    }

    private static double SumOfSquares(double[] left, double[] weights) => left.Zip(weights, (value, weight) => weight * value * value).Sum();
}
