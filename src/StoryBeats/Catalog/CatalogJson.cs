using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoryBeats.Catalog;

/// <summary>A code as its twelve characters.</summary>
public sealed class IsrcConverter : JsonConverter<Isrc>
{
    /// <inheritdoc/>
    public override Isrc Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Isrc.Parse(reader.GetString()) ?? throw new JsonException("Not an ISRC.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Isrc value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>An id as its text.</summary>
public sealed class TrackIdConverter : JsonConverter<TrackId>
{
    /// <inheritdoc/>
    public override TrackId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("Not a track id."));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TrackId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>A date as exactly as it is known.</summary>
public sealed class ReleaseDateConverter : JsonConverter<ReleaseDate>
{
    /// <inheritdoc/>
    public override ReleaseDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReleaseDate.Parse(reader.GetString()) ?? throw new JsonException("Not a release date.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ReleaseDate value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
