using System.Globalization;
using StoryBeats.Recommendations;
using StoryBeats.Reranking;

namespace StoryBeats.Server.Http;

/// <summary>Reads v2's optional fields; what is wrong is said in a sentence.</summary>
internal static class RecommendationFields
{
    /// <summary>Reads the fields.</summary>
    /// <returns>The request, or a sentence for the first field that is wrong.</returns>
    public static (RecommendationRequest? Request, string? Error) Parse(PhotoForm form, string? visitorLanguage)
    {
        var count = LanguageMix.PageSize;
        if (Value(form, "count") is { } countText
            && (!int.TryParse(countText, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > DiversityReranker.Size))
        {
            return (null, WishFields.CountSentence);
        }

        var figures = new Dictionary<string, double?>(StringComparer.Ordinal);
        foreach (var name in (ReadOnlySpan<string>)["energy", "valence", "tempo", "freshness", "familiarity"])
        {
            if (!TryNumber(form, name, out var figure))
                return (null, WishFields.NoNumber(name));
            figures[name] = figure;
        }

        var (languages, error) = WishFields.Languages(List(form, "languages"));
        if ((error ?? WishFields.Wrong(figures["energy"], figures["valence"], figures["tempo"], figures["freshness"], figures["familiarity"])) is { } wrong)
            return (null, wrong);
        if (Value(form, "local") is { } local && local is not ("true" or "false"))
            return (null, "local must be true or false.");

        var (excluded, songsError) = WishFields.Excluded(List(form, "exclude"));
        var (artists, artistsError) = WishFields.ExcludedArtists(form.Fields.GetValueOrDefault("exclude_artists", []));
        var (languagesOff, offError) = WishFields.ExcludedLanguages(List(form, "exclude_languages"));
        if ((songsError ?? artistsError ?? offError) is { } sentence)
            return (null, sentence);

        return (new RecommendationRequest
        {
            Photo = form.Photo,
            Count = count,
            StaysHere = Value(form, "local") is "true",
            Preferences = new Preferences
            {
                Languages = languages,
                Energy = figures["energy"],
                Valence = figures["valence"],
                Tempo = figures["tempo"],
                Freshness = figures["freshness"],
                Familiarity = figures["familiarity"],
                Excluded = excluded,
                ExcludedArtists = artists,
                ExcludedLanguages = languagesOff,
                VisitorLanguage = visitorLanguage,
            },
        }, null);
    }

    private static string? Value(PhotoForm form, string name) =>
        string.Join(',', form.Fields.GetValueOrDefault(name, [])) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private static string[] List(PhotoForm form, string name) =>
        Value(form, name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool TryNumber(PhotoForm form, string name, out double? number)
    {
        number = null;
        if (Value(form, name) is not { } text)
            return true;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return false;
        number = value;
        return true;
    }
}
