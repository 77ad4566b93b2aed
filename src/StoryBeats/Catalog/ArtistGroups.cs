using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoryBeats.Catalog;

/// <summary>Groups of artists that sound alike enough to guess from.</summary>
public enum ArtistGroup
{
    /// <summary>Indie folk and acoustic.</summary>
    IndieAcoustic,

    /// <summary>Electronic.</summary>
    Electronic,

    /// <summary>Hip-hop and R&amp;B.</summary>
    HipHopRnb,

    /// <summary>Indie rock.</summary>
    IndieRock,

    /// <summary>Bollywood romantic singers.</summary>
    BollywoodRomantic,

    /// <summary>Punjabi and Hindi hip-hop.</summary>
    PunjabiHindiHipHop,

    /// <summary>Indian singer-songwriters.</summary>
    IndianSingerSongwriter,

    /// <summary>Producers.</summary>
    Producer,

    /// <summary>Classical and Sufi.</summary>
    ClassicalSufi,
}

/// <summary>Which artist belongs to which group, read from <c>data/artist-groups.json</c>.</summary>
public sealed class ArtistGroups
{
    private readonly Dictionary<string, ArtistGroup> _groups = new(StringComparer.Ordinal);

    private ArtistGroups()
    {
    }

    /// <summary>Reads the groups.</summary>
    /// <exception cref="InvalidDataException">The file is not the expected JSON or names an unknown group.</exception>
    public static ArtistGroups Load(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var groups = new ArtistGroups();
            var file = JsonSerializer.Deserialize(stream, ArtistGroupsJson.Default.DictionaryStringStringArray)
                ?? throw new InvalidDataException($"{path} holds no artist groups.");
            foreach (var (name, artists) in file)
            {
                if (EnumNames.Parse<ArtistGroup>(name.Replace("_", "", StringComparison.Ordinal)) is not { } group)
                    throw new InvalidDataException($"{path}: \"{name}\" is not a known group.");
                if (artists is null || artists.Any(string.IsNullOrWhiteSpace))
                    throw new InvalidDataException($"{path}: \"{name}\" names an artist without a name.");
                foreach (var artist in artists)
                    groups._groups[TrackKey.Fold(artist)] = group;
            }

            return groups;
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{path} is not a list of artist groups: {fault.Message}", fault);
        }
    }

    /// <summary>The group of an artist, by <see cref="Track.ArtistKey"/>, or null.</summary>
    public ArtistGroup? Of(string artistKey) => _groups.TryGetValue(artistKey, out var group) ? group : null;
}

[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class ArtistGroupsJson : JsonSerializerContext;
