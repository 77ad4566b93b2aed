using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace StoryBeats.Catalog;

/// <summary>
/// Artist and title folded so that one song has one key: without "(Remastered)", "- Live", "feat. …", case, accents and punctuation.
/// </summary>
/// <param name="Value">The folded text.</param>
public readonly partial record struct TrackKey(string Value)
{
    private static readonly SearchValues<char> MarkBegins = SearchValues.Create("([-–—");

    /// <summary>The key of a song.</summary>
    public static TrackKey From(string artist, string title) => OfFolded(Fold(artist), title);

    /// <summary>The key of a song whose artist is folded already.</summary>
    internal static TrackKey OfFolded(string artistKey, string title)
    {
        var folded = Fold(Bare(title));
        // A title that is nothing but a version mark ("(Intro)") keeps its words.
        return new TrackKey(artistKey + "|" + (folded.Length > 0 ? folded : Fold(title)));
    }

    /// <summary>Letters and digits only, lower case, without accents. Takes any text: what is no character is left out.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
            return FoldAscii(text);

        text = WithoutBroken(text);
        var decomposed = text.Normalize(NormalizationForm.FormD);
        var folded = new StringBuilder(decomposed.Length);
        foreach (var character in decomposed)
        {
            // Vowel signs of Indian scripts are marks too, and carry meaning: only Latin accents go.
            if (character is >= '\u0300' and <= '\u036f')
                continue;
            if (char.IsLetterOrDigit(character) || CharUnicodeInfo.GetUnicodeCategory(character)
                is UnicodeCategory.SpacingCombiningMark or UnicodeCategory.NonSpacingMark)
            {
                folded.Append(char.ToLowerInvariant(character));
            }
            else if (character is '$')
            {
                // A$AP, KR$NA.
                folded.Append('s');
            }
        }

        return folded.Length > 0 ? folded.ToString() : text.Trim().ToLowerInvariant();
    }

    // The same without the detours: most titles of a catalogue of millions are plain.
    private static string FoldAscii(string text)
    {
        Span<char> folded = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        var length = 0;
        foreach (var character in text)
        {
            if (char.IsAsciiLetterOrDigit(character))
                folded[length++] = char.ToLowerInvariant(character);
            else if (character is '$')
                folded[length++] = 's';
        }

        return length > 0 ? folded[..length].ToString() : text.Trim().ToLowerInvariant();
    }

    // Most titles have no mark, and what every mark contains is found faster than the mark.
    private static string Bare(string title)
    {
        if (title.AsSpan().ContainsAny(MarkBegins))
            title = VersionMark().Replace(title, "");
        return title.Contains("feat", StringComparison.OrdinalIgnoreCase) || title.Contains("ft", StringComparison.OrdinalIgnoreCase)
            ? Featuring().Replace(title, "")
            : title;
    }

    // Half a surrogate pair and U+FFFE are what Normalize refuses.
    private static string WithoutBroken(string text) => text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') || text.Contains('\ufffe', StringComparison.Ordinal)
        ? string.Concat(text.EnumerateRunes().Where(rune => rune != Rune.ReplacementChar && rune.Value != '\ufffe'))
        : text;

    private const string Marks =
        @"remaster(ed)?|live|remix|mix|edit|version|mono|stereo|acoustic|unplugged|demo|deluxe|bonus|from|feat\.?|ft\.?|featuring|with|lofi|lo-fi|slowed|sped up|reprise|session|single";

    [GeneratedRegex(@"\s*[\(\[][^\)\]]*\b(" + Marks + @")\b[^\)\]]*[\)\]]|\s+[-–—]\s+[^-–—]*\b(" + Marks + @")\b.*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex VersionMark();

    [GeneratedRegex(@"\s+(feat\.?|ft\.?|featuring)\s.*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Featuring();
}
