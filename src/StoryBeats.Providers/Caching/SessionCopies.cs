using StoryBeats.Sessions;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Caching;

/// <summary>
/// Copies of sessions in a cache of their own, so that many do not push out what everybody needs. Where there is a Redis, what another
/// instance wrote last counts, and not what this one remembers.
/// </summary>
internal sealed class SessionCopies(FusionCache cache) : ISessionCopies, IDisposable
{
    /// <summary>Most copies in memory; one is some 25 KB.</summary>
    public const int Capacity = 2_000;

    /// <summary>Tells this cache's messages from those of the other.</summary>
    public const string CacheName = "sessions";

    // In place of one that is gone: another instance may remember it.
    private static readonly byte[] Gone = [];

    // What a cache may miss, a copy must not because Redis took a moment longer.
    private static readonly TimeSpan RedisTime = TimeSpan.FromSeconds(1);

    // The next call may come to another instance: a copy is in Redis before anybody is answered.
    private static readonly FusionCacheEntryOptions Here = Options();
    private static readonly FusionCacheEntryOptions Anywhere = Shared();

    public async ValueTask<byte[]?> FindAsync(SessionId id, CancellationToken cancellationToken)
    {
        var copy = (await cache.TryGetAsync<byte[]>(Key(id), Anywhere, cancellationToken)).OrNull()
            ?? (await cache.TryGetAsync<byte[]>(Key(id), Here, cancellationToken)).OrNull();
        return copy is { Length: > 0 } ? copy : null;
    }

    public async ValueTask SaveAsync(SessionId id, byte[] copy, CancellationToken cancellationToken) =>
        await cache.SetAsync(Key(id), copy, Here, token: cancellationToken);

    public async ValueTask RemoveAsync(SessionId id, CancellationToken cancellationToken) => await SaveAsync(id, Gone, cancellationToken);

    public void Dispose() => cache.Dispose();

    private static string Key(SessionId id) => $"session:v1:{id}";

    private static FusionCacheEntryOptions Options()
    {
        var options = CacheEntries.For(RecommendationSession.Lifetime);
        options.AllowBackgroundDistributedCacheOperations = false;
        options.DistributedCacheHardTimeout = RedisTime;
        return options;
    }

    private static FusionCacheEntryOptions Shared()
    {
        var options = Options();
        options.SkipMemoryCacheRead = true;
        return options;
    }
}
