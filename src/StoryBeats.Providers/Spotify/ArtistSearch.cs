using StoryBeats.Catalog;
using StoryBeats.Providers.Caching;
using StoryBeats.Retrieval;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Spotify;

/// <summary>Asks Spotify for one pool: one call, in either world.</summary>
internal sealed class ArtistSearch(SpotifyClient client, SpotifyAccess access, IFusionCache cache, TimeProvider time)
{
    private static readonly FusionCacheEntryOptions ArtistIds = CacheEntries.For(TimeSpan.FromDays(30));

    /// <summary>The artist's tracks as Spotify has them now; none when it knows nobody of that name.</summary>
    /// <exception cref="SpotifyException">There is no answer that can be used.</exception>
    public async Task<ArtistPool> FindAsync(ArtistAsk ask, CallTerms terms, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var found = await SearchAsync(ask.Query(today), Market.For(ask.Artist.Language), terms, cancellationToken);

        // Several artists may share a name: the one that is meant stays the same.
        var idKey = "artist-id:v1:" + ask.Key.ArtistKey;
        var known = (await cache.TryGetAsync<string>(idKey, ArtistIds, cancellationToken)).OrNull();
        var mapped = SpotifyMapping.Map(found, ask.Key.ArtistKey, known, strict: ask.Part is PoolPart.Recent, ask.Artist.Language, today);
        if (ask.Part is PoolPart.Proven && mapped.ArtistId is { } id && id != known)
            await cache.SetAsync(idKey, id, ArtistIds, token: cancellationToken);

        var tracks = ask.Part is PoolPart.Proven
            ? mapped.Tracks
            : [.. mapped.Tracks.Where(track => track.ReleaseDate?.AgeInDays(today) is <= ReleaseDate.RecentDays)];
        return new ArtistPool(ask.Key, tracks, now);
    }

    private async Task<IReadOnlyList<WireTrack>> SearchAsync(string query, Market market, CallTerms terms, CancellationToken cancellationToken)
    {
        var limit = await access.SearchLimitAsync(cancellationToken);
        IReadOnlyList<WireTrack> found;
        try
        {
            found = await client.SearchTracksAsync(query, market, limit, 0, terms, cancellationToken);
        }
        catch (SpotifyException fault) when (fault.Failure is SpotifyFailure.Unauthorized
            || (fault.Failure is SpotifyFailure.LimitRefused && limit > SpotifyAccess.DevelopmentLimit))
        {
            // The app was put into Development Mode since; or the token was revoked, perhaps for that: both worlds take the smaller limit.
            if (fault.Failure is SpotifyFailure.LimitRefused)
                access.Learn(AccessMode.Development);
            found = await client.SearchTracksAsync(
                query, market, SpotifyAccess.DevelopmentLimit, 0, terms with { IsAfterRefusal = true }, cancellationToken);
        }

        access.Observe(found);
        return found;
    }
}
