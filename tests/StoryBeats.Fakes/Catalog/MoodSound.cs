namespace StoryBeats.Fakes.Catalog;

/// <summary>What the nine moods sound like, and songs around it.</summary>
internal static class MoodSound
{
    private static readonly Dictionary<string, FakeFeatures> Typical = new(StringComparer.OrdinalIgnoreCase)
    {
        ["romantic"] = new(.40, .60, .50, .60, .02, 95),
        ["energetic"] = new(.90, .80, .85, .10, .02, 140),
        ["peaceful"] = new(.30, .50, .30, .70, .10, 85),
        ["melancholic"] = new(.30, .20, .30, .60, .05, 80),
        ["happy"] = new(.70, .80, .70, .30, .01, 120),
        ["confident"] = new(.80, .70, .75, .20, .01, 125),
        ["nostalgic"] = new(.50, .50, .50, .50, .03, 105),
        ["dreamy"] = new(.40, .60, .40, .50, .15, 100),
        ["moody"] = new(.50, .40, .55, .30, .05, 110),
    };

    /// <summary>A song of this mood: its typical sound, somewhat off.</summary>
    public static FakeFeatures Song(string mood, Random random) => Near(Typical[mood], .12, random);

    /// <summary>The same song as somebody else measures it.</summary>
    public static FakeFeatures Near(FakeFeatures sound, double spread, Random random)
    {
        double Share(double value) => Math.Round(Math.Clamp(value + (spread * Normal(random)), 0, 1), 3);
        return new FakeFeatures(
            Share(sound.Energy), Share(sound.Valence), Share(sound.Danceability), Share(sound.Acousticness), Share(sound.Instrumentalness),
            Math.Round(Math.Clamp(sound.Tempo + (spread * 80 * Normal(random)), 55, 200), 3));
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
