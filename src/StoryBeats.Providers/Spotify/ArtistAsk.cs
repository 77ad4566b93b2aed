using StoryBeats.Catalog;
using StoryBeats.Retrieval;

namespace StoryBeats.Providers.Spotify;

/// <summary>One of an artist's two pools: what one call gives.</summary>
/// <param name="Artist">Whose.</param>
/// <param name="Part">Which of the two.</param>
internal sealed record ArtistAsk(SelectedArtist Artist, PoolPart Part)
{
    /// <summary>Which pool that is, in storage.</summary>
    public ArtistPoolKey Key => new(Source(Part), TrackKey.Fold(Artist.Name), Market.For(Artist.Language).Code);

    /// <summary>Which pool that is, in the cache.</summary>
    public string CacheKey => $"pool:v1:{Key.Source}:{Key.Market}:{Key.ArtistKey}";

    /// <summary>How long it is fresh: as long as the original kept top tracks and albums.</summary>
    public TimeSpan Lifetime => Part is PoolPart.Proven ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(30);

    /// <summary>How long it is believed that there is nothing.</summary>
    public static TimeSpan EmptyLifetime { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The name under which pools of a part are stored.</summary>
    public static string Source(PoolPart part) => part is PoolPart.Proven ? "spotify-proven" : "spotify-recent";

    /// <summary>What to search for.</summary>
    public string Query(DateOnly today)
    {
        var name = Artist.Name.Replace("\"", "", StringComparison.Ordinal);
        return Part is PoolPart.Proven
            ? $"artist:\"{name}\""
            : $"artist:\"{name}\" year:{today.AddDays(-ReleaseDate.RecentDays).Year}-{today.Year}";
    }

    /// <summary>At what age a pool is fetched in advance, from a share of its life on; what is empty when it is believed no longer.</summary>
    public TimeSpan DueAge(ArtistPool pool, double share) => pool.Tracks.Count > 0 ? Lifetime * share : EmptyLifetime;

    /// <summary>When a pool filled with so many tracks should be asked for again.</summary>
    public DateTimeOffset FreshUntil(ArtistPool pool) => pool.FilledAt + (pool.Tracks.Count > 0 ? Lifetime : EmptyLifetime);
}

/// <summary>An artist's two pools.</summary>
internal enum PoolPart
{
    /// <summary>What a search for the artist gives first, as the top tracks once did.</summary>
    Proven,

    /// <summary>Releases of the last 18 months, as the albums once did.</summary>
    Recent,
}

/// <summary>A pool, and how long nobody needs to be asked for it.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="FreshUntil">When to ask again; later than its age allows while Spotify does not answer.</param>
internal sealed record KeptPool(ArtistPool Pool, DateTimeOffset FreshUntil)
{
    /// <summary>Whether it is older than its artist's songs should be.</summary>
    public bool IsStale(ArtistAsk ask, DateTimeOffset now) => now >= ask.FreshUntil(Pool);
}
