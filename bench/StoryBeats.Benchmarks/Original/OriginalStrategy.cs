namespace StoryBeats.Benchmarks.Original;

/// <summary>
/// How the original fetched a photo's candidates, by its own summary: all sixteen artists, each with a search, top tracks, albums, the
/// tracks of recent albums (up to ten, newest first, until there are ten tracks), and these tracks' details: one call each before its
/// optimization, one batch after. Its own figure for the latter is 7.3 s.
/// </summary>
internal static class OriginalStrategy
{
    private const int Workers = 6;
    private const int RecentTracks = 10;
    private const int RecentMonths = 18;

    /// <summary>Before: one artist after another, one track at a time.</summary>
    public static async Task<int> SequentialAsync(OriginalClient client, IReadOnlyList<(string Name, string Market)> artists, DateOnly today)
    {
        await client.SignInAsync();
        foreach (var (name, market) in artists)
        {
            foreach (var track in await RecentAsync(client, name, market, today))
                await client.TrackAsync(track, market);
        }

        return client.Calls;
    }

    /// <summary>After: six artists at a time, tracks in a batch.</summary>
    public static async Task<int> ParallelAsync(OriginalClient client, IReadOnlyList<(string Name, string Market)> artists, DateOnly today)
    {
        await client.SignInAsync();
        await Parallel.ForEachAsync(artists, new ParallelOptions { MaxDegreeOfParallelism = Workers }, async (artist, _) =>
            await client.TracksAsync(await RecentAsync(client, artist.Name, artist.Market, today), artist.Market));
        return client.Calls;
    }

    private static async Task<IReadOnlyList<string>> RecentAsync(OriginalClient client, string name, string market, DateOnly today)
    {
        var artist = await client.ArtistAsync(name);
        await client.TopTracksAsync(artist, market);
        var recent = new List<string>();
        foreach (var album in await client.RecentAlbumsAsync(artist, market, today.AddMonths(-RecentMonths)))
        {
            recent.AddRange(await client.AlbumTracksAsync(album, market));
            if (recent.Count >= RecentTracks)
                break;
        }

        return [.. recent.Take(RecentTracks)];
    }
}
