using System.Text.RegularExpressions;
using StoryBeats.Catalog;

namespace StoryBeats.Providers.Spotify;

/// <summary>From Spotify's tracks to ours.</summary>
internal static partial class SpotifyMapping
{
    // A page shows covers of about 300 px, a story card larger ones.
    private const int CoverWidth = 300;

    /// <summary>The tracks of a search that are the artist's, in Spotify's order.</summary>
    /// <param name="tracks">What the search gave.</param>
    /// <param name="artistKey">The artist's name, folded.</param>
    /// <param name="artistId">The artist's id where known; else that of the name's bearer with most tracks is taken.</param>
    /// <param name="strict">Whether nobody but the known id will do; else the choice is made again when it has no track here.</param>
    /// <param name="language">What the artist sings in.</param>
    /// <param name="today">Today, for the age of releases.</param>
    public static ArtistTracks Map(IReadOnlyList<WireTrack> tracks, string artistKey, string? artistId, bool strict, string language, DateOnly today)
    {
        var id = artistId is not null && (strict || tracks.Any(track => Credits(track).Any(artist => artist.Id == artistId)))
            ? artistId
            : tracks.SelectMany(track => Credits(track).Where(artist => Bears(artist, artistKey)).Select(artist => artist.Id).OfType<string>().Distinct(StringComparer.Ordinal))
                .CountBy(bearer => bearer, StringComparer.Ordinal)
                .OrderByDescending(count => count.Value)
                .Select(count => count.Key)
                .FirstOrDefault();
        var mapped = new List<Track>();
        for (var rank = 0; rank < tracks.Count; rank++)
        {
            var track = tracks[rank];
            var asked = Credits(track).FirstOrDefault(artist => Bears(artist, artistKey) && (id is null || artist.Id == id));
            if (asked is not null && track is { Id.Length: > 0, Name.Length: > 0, IsPlayable: not false } && !IsGuest(track, asked.Name!))
                mapped.Add(Map(track, asked.Name!, rank, language, today));
        }

        return new ArtistTracks(id, mapped);
    }

    /// <summary>
    /// How prominent a song is, 0 to 1, where Spotify gives no popularity: three quarters from its place in the search (1 for the first, a half
    /// for the eleventh), a quarter from its age (1 when new, a half after five years), since popularity is mostly what is heard now.
    /// </summary>
    public static double Prominence(int rank, ReleaseDate? released, DateOnly today)
    {
        var place = 1 / (1 + (rank / 10.0));
        var years = Math.Max(0, released?.AgeInDays(today) ?? 1826) / 365.25;
        return (.75 * place) + (.25 / (1 + (years / 5)));
    }

    private static Track Map(WireTrack track, string asked, int rank, string language, DateOnly today)
    {
        var released = Released(track.Album);
        return new Track
        {
            Id = new TrackId(track.Id!),
            SpotifyId = track.Id,
            Title = track.Name!,
            Artist = asked,
            Album = track.Album?.Name,
            ReleaseDate = released,
            Language = language,
            Popularity = track.Popularity is >= 0 and <= 100 ? track.Popularity : null,
            Prominence = track.Popularity is >= 0 and <= 100 ? null : Prominence(rank, released, today),
            DurationMs = track.DurationMs is > 0 ? track.DurationMs : null,
            Isrc = Isrc.Parse(track.ExternalIds?.Isrc),
            Cover = Cover(track.Album),
        };
    }

    // Film songs are credited to their composer first and to the singer after, whose song it is for everybody. A guest is in the title: the song
    // is the other artist's, in the other artist's language.
    private static bool IsGuest(WireTrack track, string asked) =>
        TrackKey.Fold(Credits(track).First().Name!) != TrackKey.Fold(asked)
        && GuestMark().Match(track.Name!) is { Success: true } mark
        && TrackKey.Fold(track.Name![mark.Index..]).Contains(TrackKey.Fold(asked), StringComparison.Ordinal);

    [GeneratedRegex(@"\b(feat|featuring|ft)\b|[(\[]with\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex GuestMark();

    private static IEnumerable<WireArtist> Credits(WireTrack track) =>
        (track.Artists ?? []).OfType<WireArtist>().Where(artist => !string.IsNullOrWhiteSpace(artist.Name));

    private static bool Bears(WireArtist artist, string key) => TrackKey.Fold(artist.Name!) == key;

    private static ReleaseDate? Released(WireAlbum? album)
    {
        if (ReleaseDate.Parse(album?.ReleaseDate) is not { } date)
            return null;

        return album!.ReleaseDatePrecision switch
        {
            "year" => new ReleaseDate(date.Year),
            "month" => new ReleaseDate(date.Year, date.Month),
            _ => date,
        };
    }

    private static Uri? Cover(WireAlbum? album)
    {
        var images = (album?.Images ?? []).OfType<WireImage>().ToList();
        var image = images.Where(image => image.Width >= CoverWidth).MinBy(image => image.Width) ?? images.MaxBy(image => image.Width ?? 0);
        return Uri.TryCreate(image?.Url, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) ? url : null;
    }
}

/// <summary>What of a search is an artist's.</summary>
/// <param name="ArtistId">The artist's id at Spotify; null when nobody of the name was there.</param>
/// <param name="Tracks">The tracks.</param>
internal sealed record ArtistTracks(string? ArtistId, IReadOnlyList<Track> Tracks);
