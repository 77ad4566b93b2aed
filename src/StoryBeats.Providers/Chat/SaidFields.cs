using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StoryBeats.Providers.Chat;

/// <summary>Reads fields of a model's answer, whatever they are like, and notes what had to be mended.</summary>
/// <param name="answer">The answer: an object.</param>
/// <param name="prompt">The prompt, which no field may repeat.</param>
internal sealed partial class SaidFields(JsonElement answer, ChatPrompt prompt)
{
    private const int MostNotes = 12;
    private const int MostItems = 8;
    private const int LongestItem = 40;

    private readonly Dictionary<string, List<JsonElement>> _values = answer.EnumerateObject()
        .GroupBy(property => SaidJson.Fold(property.Name), property => property.Value, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);

    private readonly List<string> _notes = [];

    /// <summary>What was mended.</summary>
    public IReadOnlyList<string> Notes => _notes.ToArray();

    /// <summary>A text, or null.</summary>
    public string? Text(string name, int most) =>
        Values(name).Select(value => value.ValueKind is JsonValueKind.String ? Clean(name, value.GetString()!, most) : null).FirstOrDefault(text => text is not null);

    /// <summary>A list of short texts, each once, or null.</summary>
    public IReadOnlyList<string>? List(string name)
    {
        var list = Values(name).Select(value => Items(name, value)).FirstOrDefault(items => items.Count > 0);
        if (list is null || !prompt.IsLeakedBy(string.Join(' ', list)))
            return list;

        Note($"{Label(name)} repeated the instructions and was left out");
        return null;
    }

    /// <summary>A number within a range, or null.</summary>
    /// <param name="name">The field.</param>
    /// <param name="least">The smallest that counts.</param>
    /// <param name="most">The largest that counts.</param>
    /// <param name="percents">Whether a number over 1 is one of a hundred.</param>
    public double? Number(string name, double least, double most, bool percents = false)
    {
        if (Values(name).Select(Said).FirstOrDefault(value => value is not null) is not { } said)
            return null;

        var value = percents && said is > 1 and <= 100 ? said / 100 : Math.Clamp(said, least, most);
        // Hundredths are all that a model means.
        if (Math.Abs(value - said) > 1e-9)
            Note(string.Create(CultureInfo.InvariantCulture, $"{Label(name)} {said:0.###} counts as {value:0.###}"));
        return value;
    }

    /// <summary>The number that a field says, in range or not, or null.</summary>
    public double? Raw(string name) => Values(name).Select(Said).FirstOrDefault(value => value is not null);

    /// <summary>A number, or text that begins with one: <c>"0.7"</c>, <c>"70%"</c>, <c>"120 BPM"</c>; null for anything else.</summary>
    public static double? Said(JsonElement value)
    {
        double number;
        switch (value.ValueKind)
        {
            case JsonValueKind.Number when value.TryGetDouble(out number):
                break;
            case JsonValueKind.String when NumberFirst().Match(value.GetString()!) is { Success: true } match
                && double.TryParse(match.Groups["number"].Value.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out number):
                if (match.Groups["percent"].Success)
                    number /= 100;
                break;
            default:
                return null;
        }

        return double.IsFinite(number) ? number : null;
    }

    /// <summary>Notes something.</summary>
    public void Note(string sentence)
    {
        if (_notes.Count < MostNotes)
            _notes.Add(sentence);
    }

    private List<string> Items(string name, JsonElement value)
    {
        IEnumerable<string> said = value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Take(4 * MostItems).Select(item => item.GetString()!),
            // A list in one text.
            JsonValueKind.String => value.GetString()!.Split(',', 4 * MostItems),
            _ => [],
        };
        return [.. said
            .Select(item => Clean(name, item, LongestItem))
            .OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(MostItems)];
    }

    private string? Clean(string name, string said, int most)
    {
        // Looked at before it is cut, so that a cut hides nothing.
        var (line, hadAddress) = SaidText.WithoutAddresses(SaidText.Line(said, 4 * most));
        if (prompt.IsLeakedBy(line))
        {
            Note($"{Label(name)} repeated the instructions and was left out");
            return null;
        }

        if (hadAddress)
            Note($"an address of a website was taken out of {Label(name)}");
        line = SaidText.Line(line, most);
        return line.Any(char.IsLetterOrDigit) ? line : null;
    }

    private List<JsonElement> Values(string name) => _values.GetValueOrDefault(name) ?? [];

    // As answers name it.
    private static string Label(string name) => name switch
    {
        "culturalvibe" => "cultural vibe",
        "musicstyle" => "music style",
        _ => name,
    };

    [GeneratedRegex(@"^\s*(?:~|about |ca\.? )?(?<number>[-+]?\d{1,6}(?:[.,]\d{1,6})?)\s*(?<percent>%)?(?:\s*[a-z]{0,20}\.?)?\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex NumberFirst();
}
