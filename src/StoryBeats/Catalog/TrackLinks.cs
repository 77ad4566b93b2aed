namespace StoryBeats.Catalog;

/// <summary>Where to hear a song without a key: a search for it at each service.</summary>
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
            new Uri($"https://open.spotify.com/search/{words}"),
            new Uri($"https://music.apple.com/search?term={words}"),
            new Uri($"https://music.youtube.com/search?q={words}"));
    }
}
