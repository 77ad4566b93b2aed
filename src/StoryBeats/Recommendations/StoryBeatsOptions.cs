namespace StoryBeats.Recommendations;

/// <summary>Settings of the whole.</summary>
public sealed class StoryBeatsOptions
{
    /// <summary>The configuration section: <c>StoryBeats</c>.</summary>
    public const string SectionName = "StoryBeats";

    /// <summary>
    /// The operator's data folder: a <c>curated-artists.json</c>, <c>mood-lexicon.json</c>, <c>artist-groups.json</c>, <c>feature-model.json</c>,
    /// <c>zero-shot-prompts.json</c> or <c>starter-catalogue.csv</c> there replaces the one that comes with the program. Default: <c>storybeats</c> in the user's
    /// application data folder.
    /// </summary>
    public string DataDirectory { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "storybeats");

    /// <summary>Whether a server reads one rendered photo at start, so that its first visitor waits for nothing to load; default true.</summary>
    public bool WarmUp { get; set; } = true;
}
