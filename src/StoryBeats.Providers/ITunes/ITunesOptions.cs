namespace StoryBeats.Providers.ITunes;

/// <summary>Where Apple's iTunes Search API answers. It needs no key.</summary>
public sealed class ITunesOptions
{
    /// <summary>The configuration section: <c>ITunes</c>.</summary>
    public const string SectionName = "ITunes";

    /// <summary>Its address; ends in <c>/</c>.</summary>
    [WebAddress]
    public Uri BaseAddress { get; set; } = new("https://itunes.apple.com/");
}
