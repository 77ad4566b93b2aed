using StoryBeats.Catalog;

namespace StoryBeats.Learning;

/// <summary>The two sides of the language mix.</summary>
internal static class LanguageSide
{
    public const string English = Languages.English;
    public const string Hindi = Languages.Hindi;
    public const string Other = "";

    public static string Of(string language) =>
        language.Equals(English, StringComparison.OrdinalIgnoreCase) ? English
        : Languages.HindiSide.Contains(language, StringComparer.OrdinalIgnoreCase) ? Hindi
        : Other;
}
