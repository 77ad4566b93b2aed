using System.Text.Json;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Chat;

/// <summary>Makes a reading of what a model says, whatever it says: mended where that can be done, with a note; null where it cannot.</summary>
internal sealed class VibeReadingParser(ChatPrompt prompt)
{
    private const int LongestMood = 40;
    private const int LongestDescription = 400;
    private const int LongestStyle = 160;
    private const double SlowestTempo = 60;
    private const double FastestTempo = 180;

    private static readonly string[] Shares = ["energy", "valence", "danceability", "acousticness", "instrumentalness"];

    private static readonly HashSet<string> Names = new(
        [.. Shares, "mood", "culturalvibe", "themes", "keywords", "description", "genres", "tempo", "musicstyle"], StringComparer.Ordinal);

    /// <summary>Reads a whole answer. Never throws.</summary>
    /// <returns>The reading, or null when there is no JSON in it that says anything of mood or sound.</returns>
    public VibeReading? Parse(string text)
    {
        if (SaidJson.Find(text, Names) is not { } answer)
            return null;

        var reading = Read(answer);
        var saysAnything = reading is { Mood: not null } or { Energy: not null } or { Valence: not null } or { Danceability: not null }
            or { Acousticness: not null } or { Instrumentalness: not null } or { Tempo: not null };
        return saysAnything ? reading : null;
    }

    /// <summary>Reads an answer that is still being written. Never throws.</summary>
    /// <returns>What is there so far once mood and culture are, else null.</returns>
    public VibeReading? ParseBegun(string text) =>
        SaidJson.FindBegun(text, Names) is { } begun && Read(begun) is { Mood: not null, CulturalVibe: not null } reading ? reading : null;

    private VibeReading Read(JsonElement answer)
    {
        var fields = new SaidFields(answer, prompt);
        // One number over ten shows that all are out of a hundred; 1.7 alone is a slip.
        var percents = Shares.Any(name => fields.Raw(name) is > 10 and <= 100);
        return new VibeReading
        {
            Mood = fields.Text("mood", LongestMood),
            CulturalVibe = Culture(fields),
            Themes = fields.List("themes"),
            Keywords = fields.List("keywords"),
            Description = fields.Text("description", LongestDescription),
            Genres = fields.List("genres"),
            Energy = fields.Number("energy", 0, 1, percents),
            Valence = fields.Number("valence", 0, 1, percents),
            Danceability = fields.Number("danceability", 0, 1, percents),
            Acousticness = fields.Number("acousticness", 0, 1, percents),
            Instrumentalness = fields.Number("instrumentalness", 0, 1, percents),
            Tempo = fields.Number("tempo", SlowestTempo, FastestTempo),
            MusicStyle = fields.Text("musicstyle", LongestStyle),
            Notes = fields.Notes,
        };
    }

    private static CulturalVibe? Culture(SaidFields fields)
    {
        if (fields.Text("culturalvibe", LongestMood) is not { } said)
            return null;
        if (EnumNames.Parse<CulturalVibe>(said) is { } named)
            return named;

        var words = said.Split([.. said.Where(character => !char.IsLetter(character))], StringSplitOptions.RemoveEmptyEntries);
        if (words.Any(word => word.Equals("non", StringComparison.OrdinalIgnoreCase) || word.Equals("not", StringComparison.OrdinalIgnoreCase)))
            return null;

        var found = words.Select(Word).OfType<CulturalVibe>().ToHashSet();
        return found switch
        {
            { Count: 1 } => found.Single(),
            _ when found.Contains(CulturalVibe.Fusion) || (found.Contains(CulturalVibe.Indian) && found.Contains(CulturalVibe.Western)) => CulturalVibe.Fusion,
            _ => null,
        };
    }

    private static CulturalVibe? Word(string word) => word.ToUpperInvariant() switch
    {
        "INDO" or "DESI" or "BOLLYWOOD" => CulturalVibe.Indian,
        "MIXED" or "MIX" or "BOTH" => CulturalVibe.Fusion,
        "INTERNATIONAL" or "UNIVERSAL" or "NEUTRAL" => CulturalVibe.Global,
        _ => EnumNames.Parse<CulturalVibe>(word),
    };
}
