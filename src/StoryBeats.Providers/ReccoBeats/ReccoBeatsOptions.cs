namespace StoryBeats.Providers.ReccoBeats;

/// <summary>Whether and where ReccoBeats is asked for measured features and popularity. It needs no key.</summary>
public sealed class ReccoBeatsOptions
{
    /// <summary>The configuration section: <c>ReccoBeats</c>.</summary>
    public const string SectionName = "ReccoBeats";

    /// <summary>Whether it is asked; default true. What was measured before is used in either case.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Its address; ends in <c>/</c>.</summary>
    [WebAddress]
    public Uri BaseAddress { get; set; } = new("https://api.reccobeats.com/");
}
