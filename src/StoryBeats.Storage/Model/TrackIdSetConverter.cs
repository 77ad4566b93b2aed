using System.Text.Json;
using System.Text.Json.Serialization;
using StoryBeats.Catalog;

namespace StoryBeats.Storage.Model;

/// <summary>A set of ids as a list of them.</summary>
internal sealed class TrackIdSetConverter : JsonConverter<IReadOnlySet<TrackId>>
{
    public override IReadOnlySet<TrackId> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, PayloadJson.Default.HashSetTrackId) ?? [];

    public override void Write(Utf8JsonWriter writer, IReadOnlySet<TrackId> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, [.. value], PayloadJson.Default.HashSetTrackId);
}
