namespace StoryBeats.Providers.Previews;

/// <summary>Whether there is anything to hear.</summary>
public sealed class PreviewOptions
{
    /// <summary>The configuration section: <c>Previews</c>.</summary>
    public const string SectionName = "Previews";

    /// <summary>Whether other catalogues are asked for half a minute of each song, and its cover; default true.</summary>
    public bool Enabled { get; set; } = true;
}
