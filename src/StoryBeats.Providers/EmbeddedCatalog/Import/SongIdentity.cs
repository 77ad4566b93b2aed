using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using StoryBeats.Catalog;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>What makes two rows one song.</summary>
internal static class SongIdentity
{
    private const int SpotifyLength = 22;

    private static readonly string[] Prefixes = ["spotify:track:", "/track/"];
    private static readonly SearchValues<char> Signs = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Spotify's id in <c>spotify:track:…</c>, an address of Spotify's, or the id alone; null for any other text: many sets number their rows.</summary>
    public static string? SpotifyId(string? text)
    {
        if (text is null)
            return null;

        var id = text.AsSpan();
        foreach (var prefix in Prefixes)
            id = id.IndexOf(prefix, StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? id[(at + prefix.Length)..] : id;
        if (id.IndexOf('?') is >= 0 and var query)
            id = id[..query];
        return id.Length is SpotifyLength && !id.ContainsAnyExcept(Signs) ? id.ToString() : null;
    }

    /// <summary>The id of a song: Spotify's, else its recording's, else one made of artist and title, in which "Live" is another song.</summary>
    public static TrackId Of(string? spotifyId, Isrc? isrc, string artist, string title) => new(
        spotifyId
        ?? (isrc is { } code ? "isrc-" + code.Value : "im-" + Convert.ToHexStringLower(XxHash128.Hash(MemoryMarshal.AsBytes($"{TrackKey.Fold(artist)}|{TrackKey.Fold(title)}".AsSpan())))));
}
