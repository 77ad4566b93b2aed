using System.Text.Json;
using StoryBeats.Vision;

namespace StoryBeats.Learning;

/// <summary>What everybody's feedback taught, without a word of who said what. Immutable; can be kept as bytes.</summary>
public sealed record CrowdTaste
{
    /// <summary>The version of the bytes; others are not read, and learned anew.</summary>
    public const int FormatVersion = 1;

    /// <summary>Nobody has said anything.</summary>
    public static CrowdTaste Empty { get; } = new();

    /// <summary>Under what name an <see cref="ILearnedStateStore"/> keeps it.</summary>
    public const string StateName = "crowd";

    /// <summary>The version of the format.</summary>
    public int Format { get; init; } = FormatVersion;

    /// <summary>Visitors and sessions without a profile whose opinions are in it.</summary>
    public int Voters { get; init; }

    /// <summary>What was learned of each mood that somebody had an opinion in.</summary>
    public IReadOnlyDictionary<MoodCategory, CrowdMood> Moods { get; init; } = new Dictionary<MoodCategory, CrowdMood>();

    /// <summary>How well songs please, by folded artist and title, -1 to 1 and 0 for as well as others.</summary>
    public IReadOnlyDictionary<string, double> Songs { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>For each artist the artists liked and disliked by the same people; empty until there are enough.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<CoLiked>> CoLikes { get; init; } =
        new Dictionary<string, IReadOnlyList<CoLiked>>(StringComparer.Ordinal);

    /// <summary>The bytes to keep.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, CrowdTasteJson.Default.CrowdTaste);

    /// <summary>What was kept, or null when it is of another version or no such bytes: then learn anew.</summary>
    public static CrowdTaste? FromBytes(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, CrowdTasteJson.Default.CrowdTaste) is { Format: FormatVersion } taste ? taste : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What everybody's feedback taught of one mood.</summary>
/// <param name="Artists">By folded name.</param>
/// <param name="HindiLift">How much better songs of the Hindi side please than English ones, -2 to 2.</param>
/// <param name="Offset">How the sound liked differs from the sound wanted; none below five likes.</param>
public sealed record CrowdMood(IReadOnlyDictionary<string, CrowdArtist> Artists, double HindiLift, FeatureOffset Offset);

/// <summary>What everybody's feedback taught of an artist in a mood.</summary>
/// <param name="Belief">Opinions for and against, one voter one at most.</param>
/// <param name="Effect">How well the artist pleases, -1 to 1 and 0 for as well as others.</param>
public sealed record CrowdArtist(ArtistBelief Belief, double Effect);

/// <summary>An artist liked by the same people.</summary>
/// <param name="Artist">The folded name.</param>
/// <param name="Name">The name.</param>
/// <param name="Likeness">-1 (liked by those who dislike the other) to 1, shrunk where few people know both.</param>
public sealed record CoLiked(string Artist, string Name, double Likeness);
