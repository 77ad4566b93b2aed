namespace StoryBeats.Learning.Simulation;

/// <summary>How strongly simulated visitors differ from each other. Our assumption: nobody has measured ours.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Artist">Spread of what an artist adds to the logit of a like.</param>
/// <param name="Language">Spread of what a language adds.</param>
/// <param name="Sound">Spread of the sound liked around the sound that the photo asks for, 0 to 1; a tempo 80 times that in BPM.</param>
public sealed record TasteStrength(string Name, double Artist, double Language, double Sound)
{
    /// <summary>Visitors who agree about most.</summary>
    public static TasteStrength Weak { get; } = new("weak", .5, .35, .06);

    /// <summary>What we take for likely.</summary>
    public static TasteStrength Medium { get; } = new("medium", 1.0, .7, .12);

    /// <summary>Visitors of decided tastes.</summary>
    public static TasteStrength Strong { get; } = new("strong", 1.5, 1.0, .18);

    /// <summary>All three.</summary>
    public static IReadOnlyList<TasteStrength> All { get; } = [Weak, Medium, Strong];
}
