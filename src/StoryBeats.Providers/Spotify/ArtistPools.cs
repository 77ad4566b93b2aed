using System.Collections.Concurrent;
using StoryBeats.Catalog;
using StoryBeats.Providers.Caching;
using StoryBeats.Retrieval;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Spotify;

/// <summary>
/// Artists' pools: in the cache, behind it in storage, and only then from Spotify. A pool that is too old is better than none while Spotify
/// does not answer, and says how old it is.
/// </summary>
internal sealed class ArtistPools(
    ArtistSearch search,
    IFusionCache cache,
    StoredPools stored,
    PoolEnrichment enrichment,
    SpotifyBackground background,
    SpotifyHealth health,
    SpotifyMetrics metrics,
    TimeProvider time)
{
    /// <summary>From this share of its life on a pool that is used is fetched anew in the background.</summary>
    public const double EagerShare = .8;

    // Stale pools are kept so long.
    private static readonly TimeSpan StaleFor = TimeSpan.FromDays(7);

    // Before Spotify is asked again for a pool that it could not give.
    private static readonly TimeSpan FailedFor = TimeSpan.FromSeconds(30);

    // Between two tries to learn more of a pool's songs from others.
    private static readonly TimeSpan LearnAgainAfter = TimeSpan.FromMinutes(10);

    private static readonly FusionCacheEntryOptions PeekOptions = Options(TimeSpan.FromHours(1)).SetAllowStaleOnReadOnly();

    private readonly ConcurrentDictionary<string, byte> _refreshing = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _learnedAt = new(StringComparer.Ordinal);

    /// <summary>What is there without asking Spotify, however old, or null.</summary>
    public async ValueTask<KeptPool?> PeekAsync(ArtistAsk ask, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var kept = (await cache.TryGetAsync<KeptPool>(ask.CacheKey, PeekOptions, cancellationToken)).OrNull();
        if (kept is not null && now < kept.FreshUntil)
            return kept;

        if (await stored.FindAsync(ask, cancellationToken) is not { } pool || pool.FilledAt <= kept?.Pool.FilledAt)
            return kept;

        kept = new KeptPool(pool, ask.FreshUntil(pool));
        if (now < kept.FreshUntil)
            await cache.SetAsync(ask.CacheKey, kept, Options(kept.FreshUntil - now), token: cancellationToken);
        return kept;
    }

    /// <summary>The pool, from Spotify unless it is fresh.</summary>
    /// <exception cref="SpotifyException">Spotify gives none, and there is none from before.</exception>
    public async Task<KeptPool> GetAsync(ArtistAsk ask, CallTerms terms, CancellationToken cancellationToken)
    {
        // The cache keeps its own time; ours decides.
        if ((await cache.TryGetAsync<KeptPool>(ask.CacheKey, Options(ask.Lifetime), cancellationToken)).OrNull() is { } kept
            && time.GetUtcNow() >= kept.FreshUntil)
        {
            await cache.ExpireAsync(ask.CacheKey, Options(ask.Lifetime), cancellationToken);
        }

        ArtistPool? fetched = null;
        var pool = await cache.GetOrSetAsync<KeptPool>(
            ask.CacheKey,
            async (context, token) =>
            {
                var filled = await FillAsync(ask, terms, context.HasStaleValue ? context.StaleValue.Value : null, token);
                fetched = filled.IsFetched ? filled.Kept.Pool : null;
                context.Options.Duration = Positive(filled.Kept.FreshUntil - time.GetUtcNow());
                return filled.Kept;
            },
            Options(ask.Lifetime),
            token: cancellationToken);
        if (fetched is not null)
            background.Run(token => KeepAsync(ask, fetched, token));
        return pool;
    }

    /// <summary>Fetches a pool anew though it may still be fresh, when nobody waits for it; one fetch at a time.</summary>
    /// <exception cref="SpotifyException">Spotify gives none.</exception>
    public async Task RefreshAsync(ArtistAsk ask, CancellationToken cancellationToken)
    {
        if (!_refreshing.TryAdd(ask.CacheKey, 0))
            return;

        try
        {
            var before = await PeekAsync(ask, cancellationToken);
            var pool = await FetchAsync(ask, CallTerms.Background, before?.Pool, cancellationToken);
            await cache.SetAsync(ask.CacheKey, new KeptPool(pool, ask.FreshUntil(pool)), Options(ask.Lifetime), token: cancellationToken);
            background.Run(token => KeepAsync(ask, pool, token));
        }
        finally
        {
            _refreshing.TryRemove(ask.CacheKey, out _);
        }
    }

    /// <summary>
    /// Asks others, when nobody waits, for what they did not say of a pool's songs: they may have been away, or the program may have ended, when
    /// it was fetched.
    /// </summary>
    public void LearnMore(ArtistAsk ask, ArtistPool pool)
    {
        if (pool.Tracks.All(track => track.Features is not null && track.FeatureSource is FeatureSource.Measured))
            return;
        var now = time.GetUtcNow();
        var before = _learnedAt.GetOrAdd(ask.CacheKey, DateTimeOffset.MinValue);
        if (now - before < LearnAgainAfter || !_learnedAt.TryUpdate(ask.CacheKey, now, before))
            return;

        background.Run(token => LearnAsync(ask, pool, token));
    }

    private async Task<(KeptPool Kept, bool IsFetched)> FillAsync(ArtistAsk ask, CallTerms terms, KeptPool? before, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ours = await stored.FindAsync(ask, cancellationToken);
        if (ours is not null && now < ask.FreshUntil(ours) && !(ours.FilledAt <= before?.Pool.FilledAt))
            return (new KeptPool(ours, ask.FreshUntil(ours)), false);

        var last = ours is not null && !(ours.FilledAt <= before?.Pool.FilledAt) ? ours : before?.Pool;
        try
        {
            var pool = await FetchAsync(ask, terms, last, cancellationToken);
            return (new KeptPool(pool, ask.FreshUntil(pool)), true);
        }
        catch (SpotifyException fault) when (last is not null && fault.Failure is not SpotifyFailure.BudgetSpent)
        {
            return (new KeptPool(last, now + FailedFor), false);
        }
    }

    private async Task<ArtistPool> FetchAsync(ArtistAsk ask, CallTerms terms, ArtistPool? last, CancellationToken cancellationToken)
    {
        ArtistPool pool;
        var start = time.GetTimestamp();
        try
        {
            pool = await search.FindAsync(ask, terms, cancellationToken);
            health.Answered();
            metrics.Filled(ask, terms, pool.Tracks.Count > 0 ? "filled" : "empty", time.GetElapsedTime(start));
        }
        catch (SpotifyException fault)
        {
            // In the background it waits its turn.
            if (terms.Live || fault.Failure is not SpotifyFailure.WindowFull)
                health.Failed(fault);
            metrics.Filled(ask, terms, fault.Failure.ToString(), time.GetElapsedTime(start));
            throw;
        }

        return await enrichment.AtOnceAsync(pool, last, cancellationToken);
    }

    // What takes its time: storing, and asking others what they know of the songs.
    private async Task KeepAsync(ArtistAsk ask, ArtistPool pool, CancellationToken cancellationToken)
    {
        await stored.SaveAsync(pool, cancellationToken);
        _learnedAt[ask.CacheKey] = time.GetUtcNow();
        await LearnAsync(ask, pool, cancellationToken);
    }

    private async Task LearnAsync(ArtistAsk ask, ArtistPool pool, CancellationToken cancellationToken)
    {
        var richer = await enrichment.InTimeAsync(pool, cancellationToken);
        if (ReferenceEquals(richer, pool))
            return;

        // What came meanwhile is not put back.
        var kept = (await cache.TryGetAsync<KeptPool>(ask.CacheKey, PeekOptions, cancellationToken)).OrNull();
        if (kept is not null && kept.Pool.FilledAt > pool.FilledAt)
            return;

        await stored.SaveAsync(richer, cancellationToken);
        var freshUntil = kept?.Pool.FilledAt == pool.FilledAt ? kept.FreshUntil : ask.FreshUntil(richer);
        await cache.SetAsync(ask.CacheKey, new KeptPool(richer, freshUntil), Options(Positive(freshUntil - time.GetUtcNow())), token: cancellationToken);
    }

    private static TimeSpan Positive(TimeSpan duration) => duration > TimeSpan.FromSeconds(1) ? duration : TimeSpan.FromSeconds(1);

    private static FusionCacheEntryOptions Options(TimeSpan duration)
    {
        var options = CacheEntries.For(duration);
        options.IsFailSafeEnabled = true;
        options.FailSafeMaxDuration = StaleFor;
        options.FailSafeThrottleDuration = FailedFor;
        return options;
    }
}
