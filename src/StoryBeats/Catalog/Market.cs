namespace StoryBeats.Catalog;

/// <summary>A country whose listeners a catalogue serves.</summary>
/// <param name="Code">Its ISO 3166-1 alpha-2 code, such as <c>US</c>.</param>
public readonly record struct Market(string Code)
{
    /// <summary>The United States, where English songs are looked for.</summary>
    public static Market UnitedStates { get; } = new("US");

    /// <summary>India, where songs in Indian languages are looked for.</summary>
    public static Market India { get; } = new("IN");

    /// <summary>Where to look for songs in a language.</summary>
    public static Market For(string language) => Languages.Indian.Contains(language) ? India : UnitedStates;

    /// <inheritdoc/>
    public override string ToString() => Code;
}
