using System.Text.RegularExpressions;
using StoryBeats.Catalog;

namespace StoryBeats.Providers.Previews;

/// <summary>
/// Whether a catalogue's song is ours. A wrong preview is worse than none: the artist, the title, the version and, where both are known,
/// the length must agree.
/// </summary>
internal static partial class SongMatch
{
    /// <summary>Pressings of one recording differ by a fade and some silence; a radio edit differs by more.</summary>
    public static readonly TimeSpan LengthTolerance = TimeSpan.FromSeconds(7);

    /// <summary>The starter catalogue's lengths are remembered, not read from a record.</summary>
    public static readonly TimeSpan RememberedLengthTolerance = TimeSpan.FromSeconds(30);

    /// <summary>Compares by name.</summary>
    public static bool IsSame(Track ours, FoundSong theirs) =>
        IsBy(ours, theirs.Artist)
        && TrackKey.From(ours.Artist, theirs.Title) == ours.Key
        && SongVersion.Of(theirs.Title) == SongVersion.Of(ours.Title)
        && !SongVersion.IsOfCopies(theirs.Album)
        && (!SongVersion.IsLive(theirs.Album) || SongVersion.IsLive(ours.Album) || SongVersion.IsLive(ours.Title))
        && LengthsAgree(ours, theirs.DurationMs);

    /// <summary>Whether the lengths agree, or one of them is unknown.</summary>
    public static bool LengthsAgree(Track ours, int? theirs)
    {
        if (ours.DurationMs is not { } mine || theirs is not { } other)
            return true;

        var tolerance = ours.Isrc is null && ours.SpotifyId is null ? RememberedLengthTolerance : LengthTolerance;
        return Math.Abs((long)mine - other) <= tolerance.TotalMilliseconds;
    }

    private static bool IsBy(Track ours, string artist) =>
        Names(artist).Any(name => TrackKey.Fold(name) == ours.ArtistKey);

    // "Iron & Wine" and "Tyler, The Creator" are one name each, and no list of several says which of its signs part them.
    private static IEnumerable<string> Names(string artists) =>
        [artists, .. Commas().Split(artists), .. Ands().Split(artists), .. Guests().Split(artists), .. Guests().Split(artists).SelectMany(part => Commas().Split(part)).SelectMany(part => Ands().Split(part))];

    [GeneratedRegex(@"\s*[,;/]\s*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Commas();

    [GeneratedRegex(@"\s*&\s*|\s+(?:and|x)\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Ands();

    [GeneratedRegex(@"\s+\(?(?:feat\.?|ft\.?|featuring|with)\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Guests();
}

/// <summary>A catalogue's song, as it names it.</summary>
internal sealed record FoundSong(string Artist, string Title, string? Album, int? DurationMs);
