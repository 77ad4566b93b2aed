using StoryBeats.Catalog;

namespace StoryBeats.Vision;

/// <summary>What a mood category typically sounds like.</summary>
/// <param name="Category">The category.</param>
/// <param name="Typical">Its typical features; instrumentalness is left to the reading.</param>
/// <param name="TempoRange">The range that the mood pins the target tempo to, in BPM, or null where energy decides.</param>
public sealed record MoodProfile(MoodCategory Category, AudioFeatures Typical, (double Low, double High)? TempoRange)
{
    /// <summary>All nine, in the order of <see cref="MoodCategory"/>.</summary>
    public static IReadOnlyList<MoodProfile> All { get; } =
    [
        Of(MoodCategory.Romantic, .40, .60, .50, .60, 95, (60, 90)),
        Of(MoodCategory.Energetic, .90, .80, .85, .10, 140, (120, 140)),
        Of(MoodCategory.Peaceful, .30, .50, .30, .70, 85, (65, 90)),
        Of(MoodCategory.Melancholic, .30, .20, .30, .60, 80, (70, 95)),
        Of(MoodCategory.Happy, .70, .80, .70, .30, 120, (100, 125)),
        Of(MoodCategory.Confident, .80, .70, .75, .20, 125, (100, 120)),
        Of(MoodCategory.Nostalgic, .50, .50, .50, .50, 105, (80, 105)),
        Of(MoodCategory.Dreamy, .40, .60, .40, .50, 100, (75, 100)),
        Of(MoodCategory.Moody, .50, .40, .55, .30, 110, null),
    ];

    /// <summary>The profile of one category.</summary>
    public static MoodProfile For(MoodCategory category) => All[(int)category];

    /// <summary>
    /// The category whose typical features lie nearest: squared differences, tempo on the scale of the vibe score (50 BPM = 1).
    /// </summary>
    public static MoodCategory Nearest(AudioFeatures features) =>
        All.MinBy(profile => SquaredDistance(profile.Typical, features))!.Category;

    /// <summary>The target tempo once the mood has pinned it to its range; without a range, energy chooses one.</summary>
    /// <param name="tempo">The tempo as read, in BPM.</param>
    /// <param name="energy">The energy wanted, 0 to 1.</param>
    public double PinTempo(double tempo, double energy)
    {
        var (low, high) = TempoRange ?? energy switch
        {
            < .4 => (70, 95),
            < .7 => (90, 115),
            _ => (115, 140),
        };
        return Math.Clamp(tempo, low, high);
    }

    private static MoodProfile Of(
        MoodCategory category, double energy, double valence, double danceability, double acousticness, double tempo,
        (double Low, double High)? range) =>
        new(category, new AudioFeatures(energy, valence, danceability, acousticness, 0, tempo), range);

    private static double SquaredDistance(AudioFeatures a, AudioFeatures b)
    {
        static double Square(double value) => value * value;
        return Square(a.Energy - b.Energy) + Square(a.Valence - b.Valence) + Square(a.Danceability - b.Danceability)
            + Square(a.Acousticness - b.Acousticness) + Square((a.Tempo - b.Tempo) / 50);
    }
}
