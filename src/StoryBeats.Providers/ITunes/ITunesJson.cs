using System.Text.Json.Serialization;

namespace StoryBeats.Providers.ITunes;

/// <summary>What a search found.</summary>
internal sealed record ITunesSearch(IReadOnlyList<ITunesSong>? Results);

/// <summary>A song.</summary>
internal sealed record ITunesSong(string? TrackName, string? ArtistName, string? CollectionName, long? TrackTimeMillis, string? PreviewUrl, string? ArtworkUrl100);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ITunesSearch))]
internal sealed partial class ITunesJson : JsonSerializerContext;
