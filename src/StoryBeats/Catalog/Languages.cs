namespace StoryBeats.Catalog;

/// <summary>Languages of vocals, by their English names.</summary>
public static class Languages
{
    /// <summary>English.</summary>
    public const string English = "English";

    /// <summary>Hindi, and Urdu as Spotify's listeners file it.</summary>
    public const string Hindi = "Hindi";

    /// <summary>Punjabi.</summary>
    public const string Punjabi = "Punjabi";

    /// <summary>What stands for the language of an imported song that nothing tells; nobody can ask for it.</summary>
    public const string Unknown = "Unknown";

    private static readonly Dictionary<string, string> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = English,
        ["hi"] = Hindi,
        ["pa"] = Punjabi,
        ["ta"] = "Tamil",
        ["te"] = "Telugu",
        ["ml"] = "Malayalam",
        ["kn"] = "Kannada",
        ["bn"] = "Bengali",
        ["mr"] = "Marathi",
        ["es"] = "Spanish",
        ["fr"] = "French",
        ["pt"] = "Portuguese",
        ["ko"] = "Korean",
        ["de"] = "German",
        ["ur"] = Hindi,
        ["urdu"] = Hindi,
    };

    static Languages()
    {
        Known = [.. ByName.Values.Distinct(StringComparer.Ordinal)];
        foreach (var name in Known)
            ByName[name] = name;
    }

    /// <summary>The languages that can be asked for.</summary>
    public static IReadOnlyList<string> Known { get; }

    /// <summary>Indian languages.</summary>
    public static IReadOnlySet<string> Indian { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        Hindi, Punjabi, "Tamil", "Telugu", "Malayalam", "Kannada", "Bengali", "Marathi",
    };

    /// <summary>What the original calls "Hindi" songs: what its curated Hindi artists sing in.</summary>
    public static IReadOnlyList<string> HindiSide { get; } = [Hindi, Punjabi];

    /// <summary>The language of an English name or a two-letter code, in any case.</summary>
    /// <returns>Its English name, or null.</returns>
    public static string? Parse(string text) => ByName.GetValueOrDefault(text.Trim());
}
