using StoryBeats.Catalog;

namespace StoryBeats.Learning;

/// <summary>How the sound liked differs from the sound wanted.</summary>
/// <param name="Energy">Difference in energy, -1 to 1.</param>
/// <param name="Valence">Difference in valence, -1 to 1.</param>
/// <param name="Danceability">Difference in danceability, -1 to 1.</param>
/// <param name="Acousticness">Difference in acousticness, -1 to 1.</param>
/// <param name="Tempo">Difference in BPM.</param>
public readonly record struct FeatureOffset(double Energy, double Valence, double Danceability, double Acousticness, double Tempo)
{
    /// <summary>The most that a learned offset moves energy, valence, danceability or acousticness.</summary>
    public const double MaxShift = .20;

    /// <summary>The most that it moves the tempo, in BPM.</summary>
    public const double MaxTempoShift = 15;

    /// <summary>What a song differs by from what was wanted.</summary>
    public static FeatureOffset Between(AudioFeatures song, AudioFeatures wanted) => new(
        song.Energy - wanted.Energy,
        song.Valence - wanted.Valence,
        song.Danceability - wanted.Danceability,
        song.Acousticness - wanted.Acousticness,
        song.Tempo - wanted.Tempo);

    /// <summary>The offset times a factor.</summary>
    public FeatureOffset Times(double factor) =>
        new(Energy * factor, Valence * factor, Danceability * factor, Acousticness * factor, Tempo * factor);

    /// <summary>The sum of two.</summary>
    public FeatureOffset Plus(FeatureOffset other) => new(
        Energy + other.Energy,
        Valence + other.Valence,
        Danceability + other.Danceability,
        Acousticness + other.Acousticness,
        Tempo + other.Tempo);

    /// <summary>Each value squared.</summary>
    internal FeatureOffset Squared() =>
        new(Energy * Energy, Valence * Valence, Danceability * Danceability, Acousticness * Acousticness, Tempo * Tempo);

    /// <summary>Each value brought nearer to 0 by some error, and to 0 where it is smaller.</summary>
    internal FeatureOffset Beyond(FeatureOffset error) => new(
        Beyond(Energy, error.Energy),
        Beyond(Valence, error.Valence),
        Beyond(Danceability, error.Danceability),
        Beyond(Acousticness, error.Acousticness),
        Beyond(Tempo, error.Tempo));

    /// <summary>The root of each value, 0 below 0.</summary>
    internal FeatureOffset Root() => new(Root(Energy), Root(Valence), Root(Danceability), Root(Acousticness), Root(Tempo));

    private static double Root(double value) => Math.Sqrt(Math.Max(0, value));

    private static double Beyond(double value, double error) => Math.Sign(value) * Math.Max(0, Math.Abs(value) - error);

    /// <summary>The offset within <see cref="MaxShift"/> and <see cref="MaxTempoShift"/>.</summary>
    public FeatureOffset Bounded() => new(
        Math.Clamp(Energy, -MaxShift, MaxShift),
        Math.Clamp(Valence, -MaxShift, MaxShift),
        Math.Clamp(Danceability, -MaxShift, MaxShift),
        Math.Clamp(Acousticness, -MaxShift, MaxShift),
        Math.Clamp(Tempo, -MaxTempoShift, MaxTempoShift));

    /// <summary>The sound wanted, moved by this.</summary>
    public AudioFeatures Apply(AudioFeatures wanted) => this == default ? wanted : (wanted with
    {
        Energy = wanted.Energy + Energy,
        Valence = wanted.Valence + Valence,
        Danceability = wanted.Danceability + Danceability,
        Acousticness = wanted.Acousticness + Acousticness,
        Tempo = wanted.Tempo + Tempo,
    }).Clamp();
}
