namespace StoryBeats.Learning.Simulation;

/// <summary>A way of choosing songs, to be compared with others.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rules">The rules.</param>
/// <param name="Learning">The settings where it learns.</param>
public sealed record SimulatedPolicy(string Name, SimulatedRules Rules, LearningOptions? Learning = null)
{
    /// <summary>No learning.</summary>
    public static SimulatedPolicy Untrained { get; } = new("untrained", SimulatedRules.None);

    /// <summary>The original's rules on each visitor's own feedback.</summary>
    public static SimulatedPolicy Original { get; } = new("original", SimulatedRules.OriginalEachVisitor);

    /// <summary>The original's rules on everybody's feedback together.</summary>
    public static SimulatedPolicy OriginalShared { get; } = new("original, all visitors as one", SimulatedRules.OriginalAllAsOne);

    /// <summary>Everything that is learned.</summary>
    public static SimulatedPolicy Learned { get; } = new("learned", SimulatedRules.Learned, new LearningOptions());

    /// <summary>The parts of learning that have a switch.</summary>
    public static IReadOnlyList<string> Switches { get; } = ["artist-preference", "feature-preference", "language-mix", "artist-selection", "co-likes", "freshness"];

    /// <summary>Learning without some of its parts.</summary>
    /// <exception cref="ArgumentException">There is no such switch.</exception>
    public static SimulatedPolicy Without(params IReadOnlyList<string> switches)
    {
        var options = new LearningOptions();
        foreach (var name in switches)
            Set(options, name, on: false);
        return new SimulatedPolicy($"learned without {string.Join(", ", switches)}", SimulatedRules.Learned, options);
    }

    /// <summary>Every part of learning off: only songs disliked outright stay away.</summary>
    public static SimulatedPolicy Remembered { get; } = Only("") with { Name = "disliked songs left out, nothing else" };

    /// <summary>One part of learning alone.</summary>
    /// <exception cref="ArgumentException">There is no such switch.</exception>
    public static SimulatedPolicy Only(string part)
    {
        var options = new LearningOptions();
        foreach (var name in Switches)
            Set(options, name, on: name == part);
        return new SimulatedPolicy($"learned, {part} only", SimulatedRules.Learned, options);
    }

    private static void Set(LearningOptions options, string name, bool on)
    {
        switch (name)
        {
            case "artist-preference":
                options.ArtistPreference = on;
                break;
            case "feature-preference":
                options.FeaturePreference = on;
                break;
            case "language-mix":
                options.LanguageMix = on;
                break;
            case "artist-selection":
                options.ArtistSelection = on;
                break;
            case "co-likes":
                options.CoLikes = on;
                break;
            case "freshness":
                options.Freshness = on;
                break;
            default:
                throw new ArgumentException($"There is no switch \"{name}\". One of {string.Join(", ", Switches)}.", nameof(name));
        }
    }
}

/// <summary>The rules of a policy.</summary>
public enum SimulatedRules
{
    /// <summary>Nothing is learned.</summary>
    None,

    /// <summary>The original's: an artist liked in a mood times 1.3, disliked times .7; a visitor's own feedback.</summary>
    OriginalEachVisitor,

    /// <summary>The same on everybody's feedback together.</summary>
    OriginalAllAsOne,

    /// <summary>Ours.</summary>
    Learned,
}
