using Microsoft.Extensions.Logging;
using StoryBeats.Retrieval;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Spotify;

/// <summary>Pools in storage. Without storage songs come all the same.</summary>
internal sealed partial class StoredPools(IFusionCache cache, IArtistPoolStore store, PoolEnrichment enrichment, ILogger<StoredPools> logger)
{
    private static readonly FusionCacheEntryOptions AbsentOptions = new(TimeSpan.FromMinutes(1)) { Size = 1, SkipDistributedCacheRead = true, SkipDistributedCacheWrite = true, SkipBackplaneNotifications = true };

    /// <summary>Keeps a pool.</summary>
    public async Task SaveAsync(ArtistPool pool, CancellationToken cancellationToken)
    {
        try
        {
            await store.SaveAsync(pool, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogNotKept(pool.Key.ArtistKey, fault.Message);
        }
    }

    /// <summary>A pool, with what is known of its songs on this machine by now, or null. That there is none is believed for a minute.</summary>
    public async ValueTask<ArtistPool?> FindAsync(ArtistAsk ask, CancellationToken cancellationToken)
    {
        var absentKey = "absent:" + ask.CacheKey;
        if ((await cache.TryGetAsync<bool>(absentKey, AbsentOptions, cancellationToken)).HasValue)
            return null;

        try
        {
            if (await store.FindAsync(ask.Key, cancellationToken) is { } pool)
                return await enrichment.AtOnceAsync(pool, null, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogNotRead(ask.Key.ArtistKey, fault.Message);
        }

        await cache.SetAsync(absentKey, true, AbsentOptions, token: cancellationToken);
        return null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The songs of {Artist} could not be kept in storage: {Why}")]
    private partial void LogNotKept(string artist, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The songs of {Artist} could not be read from storage: {Why}")]
    private partial void LogNotRead(string artist, string why);
}
