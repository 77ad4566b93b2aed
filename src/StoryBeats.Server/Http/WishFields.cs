using StoryBeats.Catalog;
using StoryBeats.Reranking;

namespace StoryBeats.Server.Http;

/// <summary>What is checked of a visitor's wishes alike, in a form and in JSON; what is wrong is said in a sentence.</summary>
internal static class WishFields
{
    private const int MaxExcluded = 500;
    private const int MaxSongId = 100;
    private const int MaxArtists = 100;
    private const int MaxName = 200;
    private const double LeastTempo = 40;
    private const double MostTempo = 220;

    /// <summary>What is said of a wrong count of songs.</summary>
    public static string CountSentence { get; } = $"count must be a whole number from 1 to {DiversityReranker.Size}.";

    /// <summary>Languages not wanted, by their English names.</summary>
    public static (IReadOnlyList<string> Languages, string? Error) ExcludedLanguages(IEnumerable<string?> names) => Known("exclude_languages", names);

    /// <summary>Languages wanted, by their English names.</summary>
    public static (IReadOnlyList<string> Languages, string? Error) Languages(IEnumerable<string?> names)
    {
        var (languages, error) = Known("languages", names);
        if (error is not null)
            return ([], error);

        return languages.Count > LanguageMix.PageSize
            ? ([], $"languages takes at most {LanguageMix.PageSize} languages.")
            : (languages, null);
    }

    /// <summary>What is wrong with the figures, or null.</summary>
    public static string? Wrong(double? energy, double? valence, double? tempo, double? freshness, double? familiarity) =>
        WrongShare("energy", energy) ?? WrongShare("valence", valence)
        ?? (tempo is null or (>= LeastTempo and <= MostTempo) ? null : TempoSentence)
        ?? WrongShare("freshness", freshness) ?? WrongShare("familiarity", familiarity);

    /// <summary>What is said of a figure that is no number.</summary>
    public static string NoNumber(string name) => name is "tempo" ? TempoSentence : ShareSentence(name);

    /// <summary>Ids of songs not wanted.</summary>
    public static (IReadOnlySet<TrackId> Songs, string? Error) Excluded(IEnumerable<string?> ids)
    {
        var excluded = ids.Where(id => !string.IsNullOrWhiteSpace(id)).Select(id => new TrackId(id!)).ToHashSet();
        if (excluded.Count > MaxExcluded)
            return (excluded, $"exclude takes at most {MaxExcluded} song ids.");
        return excluded.Any(id => id.Value.Length > MaxSongId) ? (excluded, $"exclude takes song ids of at most {MaxSongId} characters.") : (excluded, null);
    }

    /// <summary>Folded names of artists not wanted.</summary>
    public static (IReadOnlyList<string> ArtistKeys, string? Error) ExcludedArtists(IEnumerable<string?> names)
    {
        var wanted = names.Where(name => !string.IsNullOrWhiteSpace(name)).ToList();
        if (wanted.Count > MaxArtists)
            return ([], $"exclude_artists takes at most {MaxArtists} names.");
        return wanted.Exists(name => name!.Length > MaxName)
            ? ([], $"exclude_artists takes names of at most {MaxName} letters.")
            : ([.. wanted.Select(name => TrackKey.Fold(name!)).Where(key => key.Length > 0).Distinct(StringComparer.Ordinal)], null);
    }

    private static (IReadOnlyList<string> Languages, string? Error) Known(string field, IEnumerable<string?> names)
    {
        var languages = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (Catalog.Languages.Parse(name ?? "") is not { } language)
                return ([], $"{field} knows {string.Join(", ", Catalog.Languages.Known)}; one of those sent is none of them.");
            languages.Add(language);
        }

        return ([.. languages], null);
    }

    private static string TempoSentence => $"tempo must be a number of beats per minute from {LeastTempo} to {MostTempo}.";

    private static string? WrongShare(string name, double? value) => value is null or (>= 0 and <= 1) ? null : ShareSentence(name);

    private static string ShareSentence(string name) => $"{name} must be a number from 0 to 1.";
}
