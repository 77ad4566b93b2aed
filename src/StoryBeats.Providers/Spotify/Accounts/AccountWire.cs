using System.Text.Json.Serialization;

namespace StoryBeats.Providers.Spotify.Accounts;

internal sealed record TokenAnswer(string? AccessToken, string? RefreshToken, int? ExpiresIn);

internal sealed record TokenError(string? Error);

internal sealed record NewPlaylist(string Name, string Description, bool Public);

internal sealed record PlaylistAnswer(string? Id, ExternalAddresses? ExternalUrls);

internal sealed record ExternalAddresses(string? Spotify);

internal sealed record NewItems(IReadOnlyList<string> Uris);

internal sealed record FoundTracks(FoundPage? Tracks);

internal sealed record FoundPage(IReadOnlyList<FoundTrack?>? Items);

internal sealed record FoundTrack(string? Id, string? Name, IReadOnlyList<FoundArtist?>? Artists);

internal sealed record FoundArtist(string? Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(TokenError))]
[JsonSerializable(typeof(NewPlaylist))]
[JsonSerializable(typeof(PlaylistAnswer))]
[JsonSerializable(typeof(NewItems))]
[JsonSerializable(typeof(FoundTracks))]
internal sealed partial class AccountJson : JsonSerializerContext;
