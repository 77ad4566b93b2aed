using System.Globalization;
using System.Text;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>Lists in a cell: <c>['A', "B's"]</c> as Python writes them, JSON arrays, and <c>A;B</c>, <c>A|B</c> or <c>A, B</c>.</summary>
internal static class ListText
{
    public const char Separator = ';';

    /// <summary>The items, without empty ones.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="commas">Whether a comma separates too: names of artists hold some ("Tyler, The Creator").</param>
    public static IReadOnlyList<string> Items(string text, bool commas) => text is ['[', '\'' or '"', .., ']']
        ? Quoted(text)
        : text is "[]" ? []
        : text.Split(commas ? [Separator, '|', ','] : [Separator, '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static List<string> Quoted(string text)
    {
        var items = new List<string>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '\'' or '"' && Item(text, ref at).Trim() is { Length: > 0 } item)
                items.Add(item);
        }

        return items;
    }

    // From the quote at `at` to its partner.
    private static string Item(string text, ref int at)
    {
        var item = new StringBuilder();
        for (var quote = text[at++]; at < text.Length && text[at] != quote; at++)
        {
            if (text[at] is '\\' && at + 1 < text.Length)
                item.Append(Escaped(text, ref at));
            else
                item.Append(text[at]);
        }

        return item.ToString();
    }

    private static char Escaped(string text, ref int at)
    {
        var sign = text[++at];
        var digits = sign switch { 'u' => 4, 'x' => 2, _ => 0 };
        if (digits is 0 || at + digits >= text.Length || !ushort.TryParse(text.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, provider: null, out var code))
            return sign is 'n' or 't' ? ' ' : sign;

        at += digits;
        return (char)code;
    }
}
