using System.Globalization;
using StoryBeats.Recommendations;
using StoryBeats.Reranking;
using StoryBeats.Server.Wire;

namespace StoryBeats.Server.Http;

/// <summary>Reads v2's optional fields; what is wrong is said in a sentence.</summary>
internal static class RecommendationFields
{
    /// <summary>Reads the fields.</summary>
    /// <returns>The request, or a sentence for the first field that is wrong.</returns>
    public static (RecommendationRequest? Request, string? Error) Parse(PhotoForm form, string? visitorLanguage)
    {
        int? count = null;
        if (Value(form, "count") is { } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return (null, WishFields.CountSentence);
            count = number;
        }

        var figures = new Dictionary<string, double?>(StringComparer.Ordinal);
        foreach (var name in (ReadOnlySpan<string>)["energy", "valence", "tempo", "freshness", "familiarity"])
        {
            if (!TryNumber(form, name, out var figure))
                return (null, WishFields.NoNumber(name));
            figures[name] = figure;
        }

        if (Value(form, "local") is { } local && local is not ("true" or "false"))
            return (null, "local must be true or false.");

        var (wished, error) = RefineFields.Parse(new RefineRequest(
            figures["energy"], figures["valence"], figures["tempo"], List(form, "languages"), figures["freshness"], figures["familiarity"], Like: null,
            List(form, "exclude"), form.Fields.GetValueOrDefault("exclude_artists"), List(form, "exclude_languages"), count));
        return wished is null
            ? (null, error)
            : (new RecommendationRequest
            {
                Photo = form.Photo,
                Count = count ?? LanguageMix.PageSize,
                StaysHere = Value(form, "local") is "true",
                Preferences = wished with { VisitorLanguage = visitorLanguage },
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
