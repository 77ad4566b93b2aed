using System.Globalization;
using System.Text;

namespace StoryBeats.Fakes.Catalog;

/// <summary>Text as a search compares it: words without case, accents and punctuation.</summary>
internal static class SearchWords
{
    public static string[] Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark || letter is '\'' or '’' or '.')
                continue;
            plain.Append(char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : ' ');
        }

        return plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    public static bool AreSame(string a, string b) => Of(a).AsSpan().SequenceEqual(Of(b));
}
