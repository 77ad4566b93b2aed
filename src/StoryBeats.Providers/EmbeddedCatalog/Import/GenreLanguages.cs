using StoryBeats.Catalog;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>Words of genres that name a language.</summary>
internal static class GenreLanguages
{
    private static readonly Dictionary<string, string> ByWord = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bollywood"] = Languages.Hindi,
        ["filmi"] = Languages.Hindi,
        ["ghazal"] = Languages.Hindi,
        ["bhangra"] = Languages.Punjabi,
        ["kollywood"] = "Tamil",
        ["tollywood"] = "Telugu",
        ["mollywood"] = "Malayalam",
        ["sandalwood"] = "Kannada",
        ["gujarati"] = "Gujarati",
        ["k-pop"] = "Korean",
        ["kpop"] = "Korean",
        ["k-rap"] = "Korean",
        ["j-pop"] = "Japanese",
        ["jpop"] = "Japanese",
        ["j-rock"] = "Japanese",
        ["j-dance"] = "Japanese",
        ["j-idol"] = "Japanese",
        ["anime"] = "Japanese",
        ["japanese"] = "Japanese",
        ["latin"] = "Spanish",
        ["latino"] = "Spanish",
        ["reggaeton"] = "Spanish",
        ["salsa"] = "Spanish",
        ["bachata"] = "Spanish",
        ["corrido"] = "Spanish",
        ["brazil"] = "Portuguese",
        ["brazilian"] = "Portuguese",
        ["sertanejo"] = "Portuguese",
        ["mpb"] = "Portuguese",
        ["pagode"] = "Portuguese",
        ["forro"] = "Portuguese",
        ["chanson"] = "French",
        ["schlager"] = "German",
        ["turkish"] = "Turkish",
        ["mandopop"] = "Chinese",
        ["cantopop"] = "Chinese",
    };

    /// <summary>The language of the first genre that names one, or null.</summary>
    public static string? Of(IReadOnlyList<string> genres)
    {
        foreach (var genre in genres)
        {
            foreach (var word in genre.Split([' ', '/', '_'], StringSplitOptions.RemoveEmptyEntries))
            {
                // "Hindi" and "spanish rock" name theirs; two letters are no word.
                if (ByWord.GetValueOrDefault(word) is { } language || (word.Length > 2 && (language = Languages.Parse(word)) is not null))
                    return language;
            }
        }

        return null;
    }
}
