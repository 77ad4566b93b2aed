using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace StoryBeats.Catalog;

/// <summary>An International Standard Recording Code (ISO 3901): one recording, whoever sells it.</summary>
[JsonConverter(typeof(IsrcConverter))]
public readonly partial record struct Isrc
{
    private Isrc(string value) => Value = value;

    /// <summary>Twelve characters, upper case, without hyphens.</summary>
    public string Value { get; }

    /// <summary>Reads a code with or without hyphens, in any case.</summary>
    /// <returns>The code, or null when the text is not one.</returns>
    public static Isrc? Parse(string? text)
    {
        if (text is null)
            return null;

        var value = text.Replace("-", "", StringComparison.Ordinal).Trim().ToUpperInvariant();
        return Shape().IsMatch(value) ? new Isrc(value) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex("^[A-Z]{2}[A-Z0-9]{3}[0-9]{7}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Shape();
}
