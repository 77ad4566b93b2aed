using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace StoryBeats.Providers.Chat;

/// <summary>Makes harmless text of what a model, or a catalogue, says: one line, no markup, no addresses, not too long.</summary>
internal static partial class SaidText
{
    /// <summary>One line without control, direction-changing or invisible characters, without markup brackets, at most so long.</summary>
    public static string Line(string text, int most)
    {
        var line = new StringBuilder(Math.Min(text.Length, most + 1));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length > most)
                break;

            // A lone half of a pair comes as the replacement character.
            var isSpace = Rune.IsWhiteSpace(rune) || rune.Value is '<' or '>' or 0xFFFD || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control;
            if (isSpace)
            {
                if (line.Length > 0 && line[^1] != ' ')
                    line.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
            {
                line.Append(rune.ToString());
            }
        }

        return Cut(line.ToString().TrimEnd(), most);
    }

    /// <summary>The same without addresses of websites, and whether there were any.</summary>
    public static (string Text, bool HadAddress) WithoutAddresses(string line)
    {
        var without = Address().Replace(line, " ");
        return without.Length == line.Length && without == line ? (line, false) : (Spaces().Replace(without, " ").Trim(), true);
    }

    private static string Cut(string line, int most)
    {
        if (line.Length <= most)
            return line;

        // Not within a word where that can be helped, nor within a pair.
        var end = line.LastIndexOf(' ', most);
        if (end < most / 2)
            end = char.IsHighSurrogate(line[most - 1]) ? most - 1 : most;
        return line[..end].TrimEnd();
    }

    [GeneratedRegex(
        @"(?:[a-z0-9+.\-]*://|www\.|(?:javascript|vbscript|data|mailto):)\S*|\b[\w\-]+(?:\.[\w\-]+)*\.(?:com|net|org|info|biz|io|co|in|me|ly|gg|tv|app|dev|xyz|site|shop|link|ru|cn|de|uk|us)\b(?:[/?#]\S*)?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Address();

    [GeneratedRegex(" {2,}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Spaces();
}
