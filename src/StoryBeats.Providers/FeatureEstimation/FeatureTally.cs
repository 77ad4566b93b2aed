using StoryBeats.Catalog;
using StoryBeats.Estimation;

namespace StoryBeats.Providers.FeatureEstimation;

/// <summary>Collects what was estimated and what was measured of a group of songs.</summary>
internal sealed class FeatureTally(string group)
{
    private static readonly int Count = FeatureScale.Names.Count;

    private readonly List<double>[] _measured = Lists();
    private readonly List<double>[] _expected = Lists();
    private readonly Series _learned = new();
    private readonly Series _completed = new();
    private readonly Series _constants = new();
    private readonly Series _handMade = new();
    private int _songs;

    /// <summary>Adds a song, with its estimates for each mood that it may be looked up for.</summary>
    public void Add(
        double[] measured, IReadOnlyList<FeatureEstimate> learned, AudioFeatures completed, IReadOnlyList<AudioFeatures> constants, IReadOnlyList<AudioFeatures> handMade)
    {
        _songs++;
        for (var i = 0; i < Count; i++)
        {
            if (double.IsNaN(measured[i]))
                continue;

            var feature = i;
            _measured[i].Add(measured[i]);
            _expected[i].Add(learned.Average(estimate => FeatureScale.Value(estimate.Error, feature)));
            _learned.Add(i, measured[i], learned.Select(estimate => FeatureScale.Value(estimate.Features, feature)));
            _completed.Add(i, measured[i], [FeatureScale.Value(completed, feature)]);
            _constants.Add(i, measured[i], constants.Select(estimate => FeatureScale.Value(estimate, feature)));
            _handMade.Add(i, measured[i], handMade.Select(estimate => FeatureScale.Value(estimate, feature)));
        }
    }

    /// <summary>The figures, or null where there is no song.</summary>
    public FeatureGroup? Figures() => _songs == 0
        ? null
        : new FeatureGroup(group, _songs, [.. Enumerable.Range(0, Count).Where(i => _measured[i].Count > 0).Select(Figures)]);

    private FeatureFigures Figures(int feature)
    {
        var measured = _measured[feature];
        var learned = _learned.Each(feature, measured);
        var (constants, handMade) = (_constants.Each(feature, measured), _handMade.Each(feature, measured));
        var (constantsAveraged, handMadeAveraged) = (_constants.Averaged(feature, measured), _handMade.Averaged(feature, measured));
        return new FeatureFigures(
            FeatureScale.Names[feature], measured.Count, learned, Rounded(_expected[feature].Average()), feature > 1 ? _completed.Each(feature, measured) : null, constants, handMade, constantsAveraged, handMadeAveraged,
            Better(constants.Mae), Better(handMade.Mae), Better(Math.Min(constantsAveraged.Mae, handMadeAveraged.Mae)));

        double Better(double mae) => Rounded(1 - (learned.Mae / mae));
    }

    private static double Rounded(double figure) => Math.Round(figure, 4);

    private static List<double>[] Lists() => [.. Enumerable.Range(0, Count).Select(_ => new List<double>())];

    // One way of estimating: of each song the mean of its estimates, and the mean of their errors.
    private sealed class Series
    {
        private readonly List<double>[] _means = Lists();
        private readonly List<double>[] _errors = Lists();

        public void Add(int feature, double measured, IEnumerable<double> estimates)
        {
            var all = estimates.ToList();
            _means[feature].Add(all.Average());
            _errors[feature].Add(all.Average(estimate => Math.Abs(estimate - measured)));
        }

        public EstimateFigures Each(int feature, List<double> measured) => new(R(feature, measured), Rounded(_errors[feature].Average()));

        public EstimateFigures Averaged(int feature, List<double> measured) => new(
            R(feature, measured), Rounded(_means[feature].Zip(measured, (mean, value) => Math.Abs(mean - value)).Average()));

        private double? R(int feature, List<double> measured) => Correlation.Pearson(_means[feature], measured) is { } r ? Rounded(r) : null;
    }
}
