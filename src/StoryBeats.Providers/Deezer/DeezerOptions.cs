namespace StoryBeats.Providers.Deezer;

/// <summary>Where Deezer answers. It needs no key.</summary>
public sealed class DeezerOptions
{
    /// <summary>The configuration section: <c>Deezer</c>.</summary>
    public const string SectionName = "Deezer";

    /// <summary>The address of its API; ends in <c>/</c>.</summary>
    [WebAddress]
    public Uri BaseAddress { get; set; } = new("https://api.deezer.com/");
}
