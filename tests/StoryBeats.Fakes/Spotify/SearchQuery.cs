using System.Globalization;
using System.Text.RegularExpressions;
using StoryBeats.Fakes.Catalog;

namespace StoryBeats.Fakes.Spotify;

/// <summary>A search as it was typed: field filters and words.</summary>
internal sealed partial record SearchQuery(string[] Words, string[]? Artist, string[]? Track, string[]? Album, string? Isrc, (int From, int To)? Years)
{
    /// <summary>Reads <c>artist:"Bon Iver" year:2025-2026</c>; a filter without quotes takes the words up to the next filter.</summary>
    public static SearchQuery Parse(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = Filter().Replace(text, match =>
        {
            fields[match.Groups["field"].Value] = match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["plain"].Value;
            return " ";
        });
        string[]? WordsOf(string field) => fields.TryGetValue(field, out var value) ? SearchWords.Of(value) : null;
        return new SearchQuery(
            SearchWords.Of(rest), WordsOf("artist"), WordsOf("track"), WordsOf("album"),
            fields.GetValueOrDefault("isrc")?.Trim(), fields.TryGetValue("year", out var years) ? Range(years) : null);
    }

    private static (int From, int To)? Range(string years)
    {
        var ends = years.Split('-', 2);
        if (!int.TryParse(ends[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var from))
            return null;
        return ends.Length > 1 && int.TryParse(ends[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var to) ? (from, to) : (from, from);
    }

    [GeneratedRegex("""\b(?<field>artist|track|album|year|isrc|genre|upc|tag):\s*(?:"(?<quoted>[^"]*)"|(?<plain>[^":]*?))(?=\s+\w+:|\s*$|(?<="))""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Filter();
}
