using System.Globalization;
using StoryBeats.Catalog;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>
/// The language of a song: what the row says, the script of its title, its artist where the starter catalogue knows him to sing in one language
/// alone, a genre that names one, and then what the user said of the file. Nothing else tells it: see docs/catalogue.md.
/// </summary>
/// <param name="known">Songs whose language is known.</param>
/// <param name="given">The language of songs that nothing tells, as the user said it, or null.</param>
internal sealed class LanguageGuess(IReadOnlyList<Track> known, string? given)
{
    // English names by code and by name.
    private static readonly Lazy<Dictionary<string, string>> Cultures = new(() => CultureInfo.GetCultures(CultureTypes.NeutralCultures)
        .Where(culture => culture.Name.Length > 0)
        .SelectMany(culture => new[] { culture.Name, culture.EnglishName }, (culture, name) => (Name: name, culture.EnglishName))
        .DistinctBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(pair => pair.Name, pair => pair.EnglishName, StringComparer.OrdinalIgnoreCase));

    private readonly Dictionary<string, string[]> _byArtist = known
        .GroupBy(track => track.ArtistKey, StringComparer.Ordinal)
        .ToDictionary(
            artist => artist.Key,
            artist => artist.CountBy(track => track.Language, StringComparer.Ordinal).OrderByDescending(language => language.Value).Select(language => language.Key).ToArray(),
            StringComparer.Ordinal);

    /// <summary>Whether the starter catalogue has songs of an artist.</summary>
    public bool KnowsArtist(string artist) => _byArtist.ContainsKey(TrackKey.Fold(artist));

    /// <summary>The language, and what told it: <c>column</c>, <c>script</c>, <c>artist</c>, <c>genre</c>, <c>option</c> or <c>nothing</c>.</summary>
    public (string Language, string From) Of(string? column, string title, string artist, IReadOnlyList<string> genres)
    {
        if (column is not null && Named(column) is { } said)
            return (said, "column");
        if ((TitleScript.LanguageOf(title) ?? TitleScript.LanguageOf(artist)) is { } written)
            return (written, "script");

        var sung = _byArtist.GetValueOrDefault(TrackKey.Fold(artist), []);
        // A file of Tamil songs is right about Shreya Ghoshal, who is Hindi elsewhere, and wrong about Ed Sheeran.
        if (sung is [var only] && (given is null || Side(given) != Side(only)))
            return (only, "artist");
        if (GenreLanguages.Of(genres) is { } genre)
            return (genre, "genre");
        return given is not null ? (given, "option")
            : sung.Length > 0 ? (sung[0], "artist")
            : (Languages.Unknown, "nothing");
    }

    /// <summary>The English name of a language that is written as a name or a code, or null for what is neither.</summary>
    public static string? Named(string text)
    {
        var code = text.Split('-', '_')[0].Trim();
        if (Languages.Parse(text) is { } known || (known = Languages.Parse(code)) is not null)
            return known;

        return Cultures.Value.GetValueOrDefault(code) ?? Cultures.Value.GetValueOrDefault(text.Trim());
    }

    private static int Side(string language) => language == Languages.English ? 0 : Languages.Indian.Contains(language) ? 1 : 2;
}
