using StoryBeats.Catalog;
using StoryBeats.Providers.Spotify.Accounts;

namespace StoryBeats.Server.Wire;

internal sealed record AuthResponse(Uri AuthUrl);

internal sealed record CallbackRequest(string? Code, string? State);

internal sealed record CallbackResponse(bool Success);

/// <summary>Whether this server signs visitors in to Spotify, and whether this one is.</summary>
internal sealed record SpotifyStateResponse(bool Available, bool Connected);

internal sealed record PlaylistRequest(string? Songs, string? Name, bool? Public);

/// <summary>A playlist that was made; <paramref name="Missing"/> are songs that Spotify does not have.</summary>
internal sealed record PlaylistResponse(Uri PlaylistUrl, string Name, bool Public, int Added, IReadOnlyList<MissingSongResponse> Missing)
{
    public static PlaylistResponse From(SpotifyPlaylist playlist, Uri address, string name, bool isPublic) =>
        new(address, name, isPublic, playlist.Added, [.. playlist.Missing.Select(MissingSongResponse.From)]);
}

internal sealed record MissingSongResponse(string Id, string Name, string Artist)
{
    public static MissingSongResponse From(Track track) => new(track.Id.Value, track.Title, track.Artist);
}
