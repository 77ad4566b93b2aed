using MathNet.Numerics.Statistics;

namespace StoryBeats.Providers.Evaluation;

/// <summary>
/// Photos and songs in one plane of valence and arousal: people rate photos about a middle of their own, and services songs about another, so both are
/// told in standard deviations from their own means.
/// </summary>
/// <param name="valences">All valences of one kind, 0 to 1.</param>
/// <param name="arousals">All arousals, or energies, of that kind.</param>
internal sealed class AffectPlane(IReadOnlyCollection<double> valences, IReadOnlyCollection<double> arousals)
{
    private readonly (double Mean, double Deviation) _valence = Of(valences);
    private readonly (double Mean, double Deviation) _arousal = Of(arousals);

    /// <summary>Where something lies.</summary>
    public (double Valence, double Arousal) Place(double valence, double arousal) =>
        ((valence - _valence.Mean) / _valence.Deviation, (arousal - _arousal.Mean) / _arousal.Deviation);

    /// <summary>The distance of two places.</summary>
    public static double Distance((double Valence, double Arousal) one, (double Valence, double Arousal) other) =>
        Math.Sqrt(Math.Pow(one.Valence - other.Valence, 2) + Math.Pow(one.Arousal - other.Arousal, 2));

    private static (double Mean, double Deviation) Of(IReadOnlyCollection<double> values) => (values.Mean(), values.PopulationStandardDeviation());
}
