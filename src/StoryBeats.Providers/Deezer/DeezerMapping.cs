using System.Globalization;
using System.Text.RegularExpressions;
using StoryBeats.Catalog;
using StoryBeats.Previews;
using StoryBeats.Providers.Previews;

namespace StoryBeats.Providers.Deezer;

/// <summary>From Deezer's shapes to ours.</summary>
internal static partial class DeezerMapping
{
    // The longest that an address is believed to work that says an absurd time.
    private static readonly DateTimeOffset LastSaneTime = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What there is to hear and see, or null when there is neither.</summary>
    public static Preview? ToPreview(this DeezerTrack track, Func<string?, Uri?> address)
    {
        var audio = address(track.Preview);
        var cover = address(track.Album?.CoverBig) ?? address(track.Album?.CoverXl) ?? address(track.Album?.CoverMedium);
        return audio is null && cover is null ? null : new Preview(audio, cover, DeezerPreviews.SourceName, Until(track.Preview));
    }

    /// <summary>The song as Deezer names it, or null when it lacks a name.</summary>
    public static FoundSong? ToSong(this DeezerTrack track)
    {
        if (track.Title is not { Length: > 0 } title || track.Artist?.Name is not { Length: > 0 } artist)
            return null;
        if (track.TitleVersion is { Length: > 0 } version && !title.Contains(version, StringComparison.OrdinalIgnoreCase))
            title = $"{title} {version}";
        return new FoundSong(artist, title, track.Album?.Title, DurationMs(track));
    }

    /// <summary>Whether a track that was asked for by its code is the one.</summary>
    public static bool IsRecording(this DeezerTrack track, Track ours) =>
        (track.Isrc is null || Isrc.Parse(track.Isrc) == ours.Isrc) && SongMatch.LengthsAgree(ours, DurationMs(track));

    private static int? DurationMs(DeezerTrack track) => track.Duration is > 0 and < 86_400 and var seconds ? seconds * 1000 : null;

    // hdnea=exp=1764039600~acl=/…~hmac=…
    private static DateTimeOffset? Until(string? preview)
    {
        if (preview is null || Expiry().Match(preview) is not { Success: true } match)
            return null;

        var seconds = long.Parse(match.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture);
        return seconds < LastSaneTime.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }

    [GeneratedRegex(@"[?&]hdnea=exp(=|%3D)(?<seconds>[0-9]{1,12})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Expiry();
}
