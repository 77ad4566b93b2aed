using System.Text.Json;
using System.Text.Json.Serialization;
using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Sessions;
using StoryBeats.Storage.Outages;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Storage.Model;

/// <summary>What a session needs to go on; forgotten when it ends.</summary>
internal sealed record SessionPayload(
    VibeAnalysis Analysis, Preferences Preferences, IReadOnlyList<ScoredTrack> Ranked, int Seed, VibeAnalysis? Read = null, Tuning? Tuning = null)
{
    public static SessionPayload Of(RecommendationSession session) =>
        new(session.Analysis, session.Preferences, session.Ranked, session.Seed, session.Read, session.Tuning);

    public RecommendationSession ToSession(SessionId id, Visit visit, DateTimeOffset created, int revision, int shown) => new()
    {
        Id = id,
        Visit = visit,
        Created = created,
        Seed = Seed,
        Revision = revision,
        Analysis = Analysis,
        Read = Read,
        Preferences = Preferences,
        Ranked = Ranked,
        Shown = shown,
        Tuning = Tuning,
    };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, PayloadJson.Default.SessionPayload);

    /// <summary>Reads a payload.</summary>
    /// <returns>Null for one of another version that cannot be read: the session counts as ended.</returns>
    public static SessionPayload? FromJson(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PayloadJson.Default.SessionPayload);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    IgnoreReadOnlyProperties = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true,
    Converters = [typeof(TrackIdSetConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SessionPayload))]
[JsonSerializable(typeof(SessionCopy))]
[JsonSerializable(typeof(IReadOnlyList<Track>))]
[JsonSerializable(typeof(HashSet<TrackId>))]
internal sealed partial class PayloadJson : JsonSerializerContext;
