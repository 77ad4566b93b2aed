using System.Text.Json;
using System.Text.Json.Serialization;
using StoryBeats.Vision;

namespace StoryBeats.Catalog;

/// <summary>The artists to ask first for a mood, English and Indian, best first.</summary>
public sealed class CuratedArtists
{
    private readonly Dictionary<MoodCategory, CuratedMood> _moods;

    private CuratedArtists(Dictionary<MoodCategory, CuratedMood> moods) => _moods = moods;

    /// <summary>Artists of a mood who sing in English.</summary>
    public IReadOnlyList<string> English(MoodCategory mood) => _moods[mood].English;

    /// <summary>Artists of a mood who sing in Hindi or another Indian language.</summary>
    public IReadOnlyList<string> Hindi(MoodCategory mood) => _moods[mood].Hindi;

    /// <summary>Every artist named, once.</summary>
    public IEnumerable<string> All =>
        _moods.Values.SelectMany(mood => mood.English.Concat(mood.Hindi)).Distinct(StringComparer.Ordinal);

    /// <summary>Reads <c>curated-artists.json</c>.</summary>
    /// <exception cref="InvalidDataException">A mood is missing, unknown or empty, or the file is not the expected JSON.</exception>
    public static CuratedArtists Load(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var file = JsonSerializer.Deserialize(stream, CuratedArtistsJson.Default.DictionaryStringCuratedMood)
                ?? throw new InvalidDataException($"{path} holds no curated artists.");
            var moods = new Dictionary<MoodCategory, CuratedMood>();
            foreach (var (name, lists) in file)
            {
                if (EnumNames.Parse<MoodCategory>(name) is not { } mood)
                    throw new InvalidDataException($"{path}: \"{name}\" is not one of the nine moods.");
                moods[mood] = lists;
            }

            foreach (var mood in Enum.GetValues<MoodCategory>())
            {
                if (moods.GetValueOrDefault(mood) is not { English.Count: > 0, Hindi.Count: > 0 } lists)
                    throw new InvalidDataException($"{path}: {mood} needs at least one English and one Hindi artist.");
                if (lists.English.Concat(lists.Hindi).Any(string.IsNullOrWhiteSpace))
                    throw new InvalidDataException($"{path}: {mood} names an artist without a name.");
            }

            return new CuratedArtists(moods);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{path} is not a list of curated artists: {fault.Message}", fault);
        }
    }
}

internal sealed record CuratedMood(IReadOnlyList<string> English, IReadOnlyList<string> Hindi);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(Dictionary<string, CuratedMood>))]
internal sealed partial class CuratedArtistsJson : JsonSerializerContext;
