using System.Globalization;
using StoryBeats.Catalog;
using StoryBeats.Recommendations;
using StoryBeats.Reranking;

namespace StoryBeats.Server.Http;

/// <summary>Reads v2's optional fields; what is wrong is said in a sentence.</summary>
internal static class RecommendationFields
{
    private const int MaxExcluded = 500;

    /// <summary>Reads the fields.</summary>
    /// <returns>The request, or a sentence for the first field that is wrong.</returns>
    public static (RecommendationRequest? Request, string? Error) Parse(PhotoForm form, string? visitorLanguage)
    {
        var count = LanguageMix.PageSize;
        if (Value(form, "count") is { } countText
            && (!int.TryParse(countText, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > DiversityReranker.Size))
        {
            return (null, $"count must be a whole number from 1 to {DiversityReranker.Size}.");
        }

        var languages = new List<string>();
        foreach (var name in List(form, "languages"))
        {
            if (Languages.Parse(name) is not { } language)
                return (null, $"languages knows {string.Join(", ", Languages.Known)}; one of those sent is none of them.");
            languages.Add(language);
        }

        if (languages.Distinct(StringComparer.Ordinal).Count() > LanguageMix.PageSize)
            return (null, $"languages takes at most {LanguageMix.PageSize} languages.");
        if (!TryShare(form, "energy", out var energy))
            return (null, "energy must be a number from 0 to 1.");
        if (!TryShare(form, "valence", out var valence))
            return (null, "valence must be a number from 0 to 1.");

        if (Value(form, "local") is { } local && local is not ("true" or "false"))
            return (null, "local must be true or false.");

        var excluded = List(form, "exclude").Select(id => new TrackId(id)).ToHashSet();
        if (excluded.Count > MaxExcluded)
            return (null, $"exclude takes at most {MaxExcluded} song ids.");

        return (new RecommendationRequest
        {
            Photo = form.Photo,
            Count = count,
            StaysHere = Value(form, "local") is "true",
            Preferences = new Preferences
            {
                Languages = languages,
                Energy = energy,
                Valence = valence,
                Excluded = excluded,
                VisitorLanguage = visitorLanguage,
            },
        }, null);
    }

    private static string? Value(PhotoForm form, string name) =>
        form.Fields.TryGetValue(name, out var text) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static string[] List(PhotoForm form, string name) =>
        Value(form, name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool TryShare(PhotoForm form, string name, out double? share)
    {
        share = null;
        if (Value(form, name) is not { } text)
            return true;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !(value is >= 0 and <= 1))
            return false;
        share = value;
        return true;
    }
}
