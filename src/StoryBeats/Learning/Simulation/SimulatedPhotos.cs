using StoryBeats.Catalog;
using StoryBeats.Vision;

namespace StoryBeats.Learning.Simulation;

/// <summary>Readings of photos that nobody took: the mood's typical sound, and chance.</summary>
internal static class SimulatedPhotos
{
    private const double Spread = .08;
    private const double TempoSpread = 10;

    public static VibeAnalysis Take(SimulatedVisitor visitor, int round)
    {
        var mood = visitor.MoodOf(round);
        var chance = visitor.Chance(round).For("photo");
        var typical = MoodProfile.For(mood).Typical;
        var target = new AudioFeatures(
            typical.Energy + (Spread * chance.For(1).Normal()),
            typical.Valence + (Spread * chance.For(2).Normal()),
            typical.Danceability + (Spread * chance.For(3).Normal()),
            typical.Acousticness + (Spread * chance.For(4).Normal()),
            0,
            typical.Tempo + (TempoSpread * chance.For(5).Normal())).Clamp();
        return new VibeAnalysis
        {
            Mood = mood.ToString().ToLowerInvariant(),
            MoodCategory = mood,
            Description = "A photo that nobody took.",
            Target = target with { Tempo = MoodProfile.For(mood).PinTempo(target.Tempo, target.Energy) },
            CulturalVibe = chance.For(6).Uniform() switch { < .25 => CulturalVibe.Indian, < .5 => CulturalVibe.Western, _ => CulturalVibe.Global },
            Source = "simulated",
        };
    }
}
