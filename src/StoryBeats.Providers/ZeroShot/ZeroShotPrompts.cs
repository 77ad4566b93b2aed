using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using StoryBeats.Vision;

namespace StoryBeats.Providers.ZeroShot;

/// <summary>What a photo may be compared with.</summary>
internal enum PromptKind
{
    /// <summary>A mood, named as <see cref="MoodCategory"/> has it.</summary>
    Mood,

    /// <summary>Something seen, named as the lexicon has it.</summary>
    Theme,

    /// <summary>A photo of anything: what a theme has to beat.</summary>
    Background,

    /// <summary>A music culture, or "neutral".</summary>
    Culture,
}

/// <summary>One thing that a photo may be compared with, in several phrasings.</summary>
internal sealed record Prompt(PromptKind Kind, string Name, IReadOnlyList<string> Phrasings);

/// <summary>The sentences of <c>data/zero-shot-prompts.json</c>, filled with the lexicon's themes.</summary>
internal sealed class ZeroShotPrompts
{
    /// <summary>The data file.</summary>
    public const string FileName = "zero-shot-prompts.json";

    /// <summary>The culture of a photo that could be from anywhere.</summary>
    public const string Neutral = "neutral";

    private static readonly string[] Cultures = ["indian", "western", Neutral];

    private ZeroShotPrompts(PromptFile file, MoodLexicon lexicon)
    {
        All =
        [
            .. Enum.GetValues<MoodCategory>().Select(mood => new Prompt(PromptKind.Mood, mood.ToString(), Phrasings(file.Moods, mood.ToString()))),
            .. lexicon.Seen.Order(StringComparer.Ordinal).Select(theme => new Prompt(PromptKind.Theme, theme, InTemplates(file, theme))),
            new Prompt(PromptKind.Background, "", file.Background is { Length: > 0 } plain ? plain : throw new InvalidDataException("\"background\" has no phrasing.")),
            .. Cultures.Select(culture => new Prompt(PromptKind.Culture, culture, Phrasings(file.Culture, culture))),
        ];
        var text = string.Join('\n', All.SelectMany(prompt => prompt.Phrasings.Prepend($"{prompt.Kind} {prompt.Name}")));
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Every prompt; the moods first, in their order.</summary>
    public IReadOnlyList<Prompt> All { get; }

    /// <summary>Changes with any of them: embeddings of other prompts are out of date.</summary>
    public string Sha256 { get; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It lacks something, or is not the expected JSON.</exception>
    public static ZeroShotPrompts Load(DataFiles files, MoodLexicon lexicon)
    {
        var path = files.Find(FileName);
        try
        {
            using var stream = File.OpenRead(path);
            return new ZeroShotPrompts(JsonSerializer.Deserialize(stream, PromptJson.Default.PromptFile) ?? throw new InvalidDataException("it is empty."), lexicon);
        }
        catch (Exception fault) when (fault is JsonException or InvalidDataException)
        {
            throw new InvalidDataException($"{path} does not hold zero-shot prompts: {fault.Message}", fault);
        }
    }

    private static string[] InTemplates(PromptFile file, string theme) => file.Themes is { Length: > 0 }
        ? [.. file.Themes.Select(template => template.Replace("{}", file.Wording.GetValueOrDefault(theme, theme), StringComparison.Ordinal))]
        : throw new InvalidDataException("\"themes\" has no phrasing.");

    private static string[] Phrasings(Dictionary<string, string[]> phrasings, string name) =>
        phrasings.GetValueOrDefault(name.ToLowerInvariant()) is { Length: > 0 } found ? found : throw new InvalidDataException($"there is no phrasing for {name.ToLowerInvariant()}.");
}

internal sealed record PromptFile(
    Dictionary<string, string[]> Moods, string[] Themes, Dictionary<string, string> Wording, string[] Background, Dictionary<string, string[]> Culture);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(PromptFile))]
internal sealed partial class PromptJson : JsonSerializerContext;
