using System.Text.Json;
using System.Text.Json.Serialization;
using StoryBeats.Catalog;

namespace StoryBeats.Vision;

/// <summary>The words of moods and themes, read from <c>data/mood-lexicon.json</c>.</summary>
public sealed class MoodLexicon
{
    private readonly Dictionary<string, MoodCategory> _categoryOfWord;
    private readonly Dictionary<string, ThemeEntry> _themes;
    private readonly HashSet<string> _indian;
    private readonly HashSet<string> _western;

    private MoodLexicon(LexiconFile file)
    {
        Moods = file.Moods.ToDictionary(mood => MoodNamed(mood.Key), mood => mood.Value);
        foreach (var category in Enum.GetValues<MoodCategory>())
        {
            if (Moods.GetValueOrDefault(category) is not { Words.Count: > 0 } entry)
                throw new InvalidDataException($"there is no entry, or no word, for {category}.");
            if (entry.Words.FirstOrDefault(word => word.Value is not { Length: 2 }).Key is { } unplaced)
                throw new InvalidDataException($"\"{unplaced}\" needs an energy and a valence.");
        }

        _categoryOfWord = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (word, category) in file.Synonyms)
            _categoryOfWord[word] = MoodNamed(category);
        foreach (var (category, entry) in Moods)
        {
            foreach (var word in entry.Words.Keys)
                _categoryOfWord[word] = category;
            _categoryOfWord[category.ToString()] = category;
        }

        foreach (var (seen, theme) in file.Themes)
        {
            foreach (var mood in (theme ?? throw new InvalidDataException($"\"{seen}\" says nothing.")).Moods.Keys)
                MoodNamed(mood);
        }

        _themes = new(file.Themes, StringComparer.OrdinalIgnoreCase);
        _indian = new(file.Leanings.Indian, StringComparer.OrdinalIgnoreCase);
        _western = new(file.Leanings.Western, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Words, genres and style of each mood.</summary>
    public IReadOnlyDictionary<MoodCategory, MoodEntry> Moods { get; }

    /// <summary>Everything seen that the lexicon knows, as <see cref="Theme"/> takes it.</summary>
    public IReadOnlyCollection<string> Seen => _themes.Keys;

    /// <summary>Reads a lexicon.</summary>
    /// <exception cref="InvalidDataException">The file lacks a mood, names an unknown one or is not the expected JSON.</exception>
    public static MoodLexicon Load(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return new MoodLexicon(JsonSerializer.Deserialize(stream, LexiconJson.Default.LexiconFile)
                ?? throw new InvalidDataException("it is empty."));
        }
        catch (Exception fault) when (fault is JsonException or InvalidDataException)
        {
            throw new InvalidDataException($"{path} is not a mood lexicon: {fault.Message}", fault);
        }
    }

    /// <summary>
    /// The category of a mood in words: the category itself, a synonym, a phrase that contains a category or else a synonym, and for
    /// anything else the category whose typical features lie nearest the analysis.
    /// </summary>
    public MoodCategory Categorize(string mood, AudioFeatures target)
    {
        if (_categoryOfWord.TryGetValue(mood.Trim(), out var category))
            return category;

        var words = mood.Split([.. mood.Where(character => !char.IsLetter(character))], StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words)
        {
            if (EnumNames.Parse<MoodCategory>(word) is { } named)
                return named;
        }

        foreach (var word in words)
        {
            if (_categoryOfWord.TryGetValue(word, out category))
                return category;
        }

        return MoodProfile.Nearest(target);
    }

    /// <summary>The category that a single word names or means, or null.</summary>
    public MoodCategory? Named(string word) => _categoryOfWord.TryGetValue(word.Trim(), out var category) ? category : null;

    private static MoodCategory MoodNamed(string name) => EnumNames.Parse<MoodCategory>(name)
        ?? throw new InvalidDataException($"\"{name}\" is not one of the nine moods.");

    /// <summary>The word of a category that lies nearest an energy and a valence.</summary>
    public string Word(MoodCategory category, double energy, double valence) =>
        Moods[category].Words.MinBy(word => Math.Pow(word.Value[0] - energy, 2) + Math.Pow(word.Value[1] - valence, 2)).Key;

    /// <summary>What the lexicon says of something seen, or null.</summary>
    public ThemeEntry? Theme(string seen) => _themes.GetValueOrDefault(seen);

    /// <summary>
    /// How themes and keywords lean: 1 clearly Indian, -1 clearly Western, else 0. Clearly: at least two words more than the other side.
    /// </summary>
    public int Leaning(IEnumerable<string> words)
    {
        var distinct = words.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return (distinct.Count(_indian.Contains) - distinct.Count(_western.Contains)) switch
        {
            >= 2 => 1,
            <= -2 => -1,
            _ => 0,
        };
    }
}

/// <summary>What the lexicon says of one mood.</summary>
/// <param name="Words">Specific words, each with its energy and valence, 0 to 1.</param>
/// <param name="Genres">Genres, international and Indian.</param>
/// <param name="Style">Instrumentation and feel.</param>
public sealed record MoodEntry(IReadOnlyDictionary<string, double[]> Words, IReadOnlyList<string> Genres, string Style);

/// <summary>What the lexicon says of something seen.</summary>
/// <param name="Theme">The word to show.</param>
/// <param name="Keywords">Words around it.</param>
/// <param name="Moods">How strongly it speaks for moods, 0 to 1.</param>
public sealed record ThemeEntry(string Theme, IReadOnlyList<string> Keywords, IReadOnlyDictionary<string, double> Moods)
{
    /// <summary>How strongly this theme speaks for a mood, 0 to 1.</summary>
    public double Evidence(MoodCategory category) =>
        Moods.FirstOrDefault(mood => mood.Key.Equals(category.ToString(), StringComparison.OrdinalIgnoreCase)).Value;
}

internal sealed record LexiconFile(
    Dictionary<string, MoodEntry> Moods,
    Dictionary<string, string> Synonyms,
    Leanings Leanings,
    Dictionary<string, ThemeEntry> Themes);

internal sealed record Leanings(string[] Indian, string[] Western);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(LexiconFile))]
internal sealed partial class LexiconJson : JsonSerializerContext;
