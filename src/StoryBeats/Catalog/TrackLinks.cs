namespace StoryBeats.Catalog;

/// <summary>Where to hear a song without a key: the song itself where a service's id is known, else a search for it.</summary>
/// <param name="Spotify">At Spotify.</param>
/// <param name="AppleMusic">At Apple Music.</param>
/// <param name="YouTubeMusic">At YouTube Music.</param>
public sealed record TrackLinks(Uri Spotify, Uri AppleMusic, Uri YouTubeMusic)
{
    /// <summary>The links of a song.</summary>
    public static TrackLinks For(Track track)
    {
        var words = Uri.EscapeDataString($"{track.Artist} {track.Title}");
        return new TrackLinks(
            new Uri(track.SpotifyId is { } id ? $"https://open.spotify.com/track/{id}" : $"https://open.spotify.com/search/{words}"),
            new Uri($"https://music.apple.com/search?term={words}"),
            new Uri($"https://music.youtube.com/search?q={words}"));
    }
}
