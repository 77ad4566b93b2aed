using StoryBeats.Catalog;
using StoryBeats.Retrieval;

namespace StoryBeats.Providers.Spotify;

/// <summary>Songs of an artist that are known without asking anybody.</summary>
internal delegate IReadOnlyList<Track> KnownSongs(string artist);

/// <summary>Who is asked first: artists whose known songs sound most like what is wanted, English and Indian in turn; who is unknown comes last.</summary>
internal static class ArtistOrder
{
    // An artist has many songs; it takes a few that fit.
    private const int Best = 5;

    /// <summary>Orders artists.</summary>
    /// <param name="artists">The artists, with the songs known of each.</param>
    /// <param name="vibe">How well a song fits.</param>
    public static IReadOnlyList<SelectedArtist> ByNearness(IEnumerable<KeyValuePair<SelectedArtist, IReadOnlyList<Track>>> artists, Func<Track, double> vibe)
    {
        var sides = artists
            .Select(artist => (Artist: artist.Key, Nearness: Nearness(artist.Value, vibe)))
            .OrderByDescending(artist => artist.Nearness)
            .ToLookup(artist => Languages.Indian.Contains(artist.Artist.Language), artist => artist.Artist);
        var english = sides[false].ToList();
        var indian = sides[true].ToList();
        var order = new List<SelectedArtist>(english.Count + indian.Count);
        for (var i = 0; i < Math.Max(english.Count, indian.Count); i++)
        {
            if (i < english.Count)
                order.Add(english[i]);
            if (i < indian.Count)
                order.Add(indian[i]);
        }

        return order;
    }

    private static double Nearness(IReadOnlyList<Track> tracks, Func<Track, double> vibe) =>
        tracks.Where(track => track.Features is not null).Select(vibe).OrderDescending().Take(Best).DefaultIfEmpty(0).Average();
}
