using StoryBeats.Vision;

namespace StoryBeats.Providers.ZeroShot;

/// <summary>What a bigger model says of a photo.</summary>
/// <param name="Moods">Likelihood of each mood, in the order of <see cref="MoodProfile.All"/>.</param>
/// <param name="Themes">What is clearly seen, surest first, as the lexicon names it.</param>
/// <param name="CulturalVibe">The culture that it clearly speaks for, or null.</param>
internal sealed record ZeroShotReading(IReadOnlyList<double> Moods, IReadOnlyList<string> Themes, CulturalVibe? CulturalVibe)
{
    /// <summary>Valence of the moods that it could be, each by its likelihood, 0 to 1.</summary>
    public double Valence => Moods.Zip(MoodProfile.All, (likelihood, mood) => likelihood * mood.Typical.Valence).Sum();

    /// <summary>Energy of the moods that it could be.</summary>
    public double Energy => Moods.Zip(MoodProfile.All, (likelihood, mood) => likelihood * mood.Typical.Energy).Sum();
}
