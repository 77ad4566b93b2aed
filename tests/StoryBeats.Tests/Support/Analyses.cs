using StoryBeats.Vision;

namespace StoryBeats.Tests.Support;

/// <summary>Readings of photos that nobody took.</summary>
internal static class Analyses
{
    /// <summary>Nostalgic, exactly like <see cref="Songs.Middle"/>.</summary>
    public static readonly VibeAnalysis Plain = new()
    {
        Mood = "nostalgic",
        MoodCategory = MoodCategory.Nostalgic,
        Description = "A photo.",
        Target = Songs.Middle,
        Source = "test",
    };
}
