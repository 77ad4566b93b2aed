using System.Text;
using StoryBeats.Catalog;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>
/// Scripts that one language of songs is written in. Latin, Cyrillic, Arabic and Han serve many, and tell none. Devanagari counts as Hindi: of its
/// other languages, Marathi and Nepali, the sets have few songs.
/// </summary>
internal static class TitleScript
{
    private static readonly (int First, int Last, string Language)[] Blocks =
    [
        (0x0370, 0x03FF, "Greek"),
        (0x0590, 0x05FF, "Hebrew"),
        (0x0900, 0x097F, Languages.Hindi),
        (0x0980, 0x09FF, "Bengali"),
        (0x0A00, 0x0A7F, Languages.Punjabi),
        (0x0A80, 0x0AFF, "Gujarati"),
        (0x0B80, 0x0BFF, "Tamil"),
        (0x0C00, 0x0C7F, "Telugu"),
        (0x0C80, 0x0CFF, "Kannada"),
        (0x0D00, 0x0D7F, "Malayalam"),
        (0x0E00, 0x0E7F, "Thai"),
        (0x3040, 0x30FF, "Japanese"),
        (0xAC00, 0xD7AF, "Korean"),
    ];

    /// <summary>The language of the first letters that tell one, or null. A Greek letter among Latin ones ("∆ Ω") tells none.</summary>
    public static string? LanguageOf(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value < 0x0370)
                continue;
            foreach (var (first, last, language) in Blocks)
            {
                if (rune.Value >= first && rune.Value <= last && Rune.IsLetter(rune))
                    return language == "Greek" && !IsAllGreek(text) ? null : language;
            }
        }

        return null;
    }

    private static bool IsAllGreek(string text) =>
        text.EnumerateRunes().Where(Rune.IsLetter).All(rune => rune.Value is >= 0x0370 and <= 0x03FF) && text.EnumerateRunes().Count(Rune.IsLetter) > 2;
}
