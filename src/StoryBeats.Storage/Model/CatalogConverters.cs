using System.Text.Json;
using System.Text.Json.Serialization;
using StoryBeats.Catalog;

namespace StoryBeats.Storage.Model;

/// <summary>A code as its twelve characters.</summary>
internal sealed class IsrcConverter : JsonConverter<Isrc>
{
    public override Isrc Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Isrc.Parse(reader.GetString()) ?? throw new JsonException("Not an ISRC.");

    public override void Write(Utf8JsonWriter writer, Isrc value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>An id as its text.</summary>
internal sealed class TrackIdConverter : JsonConverter<TrackId>
{
    public override TrackId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("Not a track id."));

    public override void Write(Utf8JsonWriter writer, TrackId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>A set of ids as a list of them.</summary>
internal sealed class TrackIdSetConverter : JsonConverter<IReadOnlySet<TrackId>>
{
    public override IReadOnlySet<TrackId> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, PayloadJson.Default.HashSetTrackId) ?? [];

    public override void Write(Utf8JsonWriter writer, IReadOnlySet<TrackId> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, [.. value], PayloadJson.Default.HashSetTrackId);
}

/// <summary>A date as exactly as it is known.</summary>
internal sealed class ReleaseDateConverter : JsonConverter<ReleaseDate>
{
    public override ReleaseDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReleaseDate.Parse(reader.GetString()) ?? throw new JsonException("Not a release date.");

    public override void Write(Utf8JsonWriter writer, ReleaseDate value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
