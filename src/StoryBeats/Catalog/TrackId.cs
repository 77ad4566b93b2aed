using System.Text.Json.Serialization;

namespace StoryBeats.Catalog;

/// <summary>The id of a track within the source that it came from.</summary>
/// <param name="Value">As the source spells it; the starter catalogue's begin with <c>sb-</c>.</param>
[JsonConverter(typeof(TrackIdConverter))]
public readonly record struct TrackId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
