using StoryBeats.Catalog;
using StoryBeats.Ranking;

namespace StoryBeats.Providers.EmbeddedCatalog.Packed;

/// <summary>
/// The distance of two sounds in whole numbers: what <see cref="TrackScorer.Vibe"/> lacks to its greatest, in <see cref="PerVibe"/> a whole,
/// from the bytes of the columns. It is off by at most <see cref="Error"/>.
/// </summary>
internal readonly struct FeatureMeasure
{
    // Weights become whole numbers that add up to this: those in steps of .005 exactly. All of them times 255 is well below 65,536.
    private const double Weights = 200;

    private readonly AudioFeatures _target;
    private readonly ScoringProfile _profile;
    private readonly double _sum;

    public FeatureMeasure(AudioFeatures target, ScoringProfile profile)
    {
        _target = target;
        _profile = profile;
        _sum = profile.EnergyWeight + profile.ValenceWeight + profile.DanceabilityWeight + profile.AcousticnessWeight + profile.TempoWeight;
        PerVibe = Weights * byte.MaxValue / _sum;

        (Energy, var error) = Share(target.Energy, profile.EnergyWeight * PerVibe / byte.MaxValue);
        Error += error;
        (Valence, error) = Share(target.Valence, profile.ValenceWeight * PerVibe / byte.MaxValue);
        Error += error;
        (Danceability, error) = Share(target.Danceability, profile.DanceabilityWeight * PerVibe / byte.MaxValue);
        Error += error;
        (Acousticness, error) = Share(target.Acousticness, profile.AcousticnessWeight * PerVibe / byte.MaxValue);
        Error += error;

        var weight = profile.TempoWeight * PerVibe / profile.TempoSpan;
        Tempo = new FeatureTerm(PackedColumns.Tempo(target.Tempo), (ushort)Math.Round(weight), (byte)Math.Clamp(Math.Floor(profile.TempoSpan), 1, byte.MaxValue));
        Error += (weight * (.5 + Math.Abs(target.Tempo - Tempo.Target)))
            + (Math.Abs(weight - Tempo.Weight) * Tempo.Most)
            + (weight * Math.Abs(Tempo.Most - Math.Min(byte.MaxValue, profile.TempoSpan)));
    }

    public FeatureTerm Energy { get; }

    public FeatureTerm Valence { get; }

    public FeatureTerm Danceability { get; }

    public FeatureTerm Acousticness { get; }

    public FeatureTerm Tempo { get; }

    /// <summary>How many there are to a vibe score of 1.</summary>
    public double PerVibe { get; }

    /// <summary>Most that a distance is off.</summary>
    public double Error { get; }

    /// <summary>The vibe score of exact features.</summary>
    public double Vibe(AudioFeatures features) => TrackScorer.Vibe(features, _target, _profile);

    /// <summary>The distance that a vibe score stands for.</summary>
    public double Distance(double vibe) => (_sum - vibe) * PerVibe;

    // A song's byte is half a step off at most, the target's as much as it is, and the weight times the greatest difference.
    private static (FeatureTerm Term, double Error) Share(double target, double weight)
    {
        var term = new FeatureTerm(PackedColumns.Share(target), (ushort)Math.Round(weight), byte.MaxValue);
        var off = .5 + Math.Abs((target * byte.MaxValue) - term.Target);
        return (term, (weight * off) + (Math.Abs(weight - term.Weight) * byte.MaxValue));
    }
}

/// <summary>What a column adds to a distance: the difference to the target, no more than the most, times the weight.</summary>
internal readonly record struct FeatureTerm(byte Target, ushort Weight, byte Most);
