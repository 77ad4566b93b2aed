using StoryBeats.Catalog;

namespace StoryBeats.Vision;

/// <summary>What was read from a photo: its mood in words, and the sound that would fit it.</summary>
public sealed record VibeAnalysis
{
    /// <summary>The mood in one specific word, such as "serene".</summary>
    public required string Mood { get; init; }

    /// <summary>The category that <see cref="Mood"/> belongs to.</summary>
    public required MoodCategory MoodCategory { get; init; }

    /// <summary>What is seen; empty when the reader is not sure of anything.</summary>
    public IReadOnlyList<string> Themes { get; init; } = [];

    /// <summary>Words around the themes and the light.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>One or two sentences on setting, colours and atmosphere.</summary>
    public required string Description { get; init; }

    /// <summary>The part of <see cref="Description"/> that is seen and stays whatever the visitor wishes; may be empty.</summary>
    public string Scene { get; init; } = "";

    /// <summary>How strongly themes and light speak for each mood, in the order of <see cref="MoodProfile.All"/>; empty when nothing is known.</summary>
    public IReadOnlyList<double> MoodEvidence { get; init; } = [];

    /// <summary>Genres, international and Indian.</summary>
    public IReadOnlyList<string> Genres { get; init; } = [];

    /// <summary>The sound wanted; the tempo pinned by the mood.</summary>
    public required AudioFeatures Target { get; init; }

    /// <summary>How far what fits may lie from <see cref="Target"/>, or null where the reader does not say.</summary>
    public VibeUncertainty? TargetDeviation { get; init; }

    /// <summary>Instrumentation and feel, in words.</summary>
    public string MusicStyle { get; init; } = "";

    /// <summary>The music culture that the image itself speaks for, or null when it speaks for none.</summary>
    public CulturalVibe? CulturalVibe { get; init; }

    /// <summary>Who read it: "local", "anthropic", "openai", …</summary>
    public required string Source { get; init; }

    /// <summary>The photo's dominant colours as <c>#rrggbb</c>, most of the picture first.</summary>
    public IReadOnlyList<string> Colors { get; init; } = [];

    /// <summary>Everyone who was asked to read the photo, in order, and how they did; empty where only this machine's own network was.</summary>
    public IReadOnlyList<ReaderReport> Readers { get; init; } = [];

    /// <summary>What a reader of the answer should know: a fallback and why, a value set by the visitor.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
