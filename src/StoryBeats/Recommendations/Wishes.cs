using StoryBeats.Vision;

namespace StoryBeats.Recommendations;

/// <summary>Puts a visitor's wishes on top of what was read from the photo. The reading itself stays as it is: a wish that is taken back leaves it as it was.</summary>
public sealed class Wishes(VibeMapping mapping)
{
    /// <summary>The reading as the visitor wishes it.</summary>
    /// <param name="read">What was read from the photo.</param>
    /// <param name="preferences">The wishes.</param>
    public VibeAnalysis Apply(VibeAnalysis read, Preferences preferences)
    {
        var wished = mapping.Retarget(read, preferences.Energy, preferences.Valence);
        return wished with
        {
            Target = wished.Target with { Tempo = Tempo(wished, preferences) },
            Notes = preferences.Tempo is null ? wished.Notes : [.. wished.Notes, "Tempo is the visitor's own choice."],
            // The image's own evidence of culture comes first, then the visitor's language, then none.
            CulturalVibe = read.CulturalVibe ?? VisitorLanguage.Vibe(preferences.VisitorLanguage) ?? CulturalVibe.Global,
        };
    }

    /// <summary>The tempo wanted, in BPM: the visitor's own, or what the mood pins the reading's to.</summary>
    public static double Tempo(VibeAnalysis analysis, Preferences preferences) =>
        preferences.Tempo ?? MoodProfile.For(analysis.MoodCategory).PinTempo(analysis.Target.Tempo, analysis.Target.Energy);
}
