using StoryBeats.Sessions;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Caching;

/// <summary>Copies of sessions in the cache. Where there is a Redis, what another instance wrote last counts, and not what this one remembers.</summary>
internal sealed class SessionCopies(IFusionCache cache) : ISessionCopies
{
    // The next call may come to another instance: a copy is in Redis before anybody is answered. It is ten times as large as most entries.
    private static readonly FusionCacheEntryOptions Here = Options();
    private static readonly FusionCacheEntryOptions Anywhere = Shared();

    public async ValueTask<byte[]?> FindAsync(SessionId id, CancellationToken cancellationToken) =>
        (await cache.TryGetAsync<byte[]>(Key(id), Anywhere, cancellationToken)).OrNull()
        ?? (await cache.TryGetAsync<byte[]>(Key(id), Here, cancellationToken)).OrNull();

    public async ValueTask SaveAsync(SessionId id, byte[] copy, CancellationToken cancellationToken) =>
        await cache.SetAsync(Key(id), copy, Here, token: cancellationToken);

    public async ValueTask RemoveAsync(SessionId id, CancellationToken cancellationToken) => await cache.RemoveAsync(Key(id), Here, cancellationToken);

    private static string Key(SessionId id) => $"session:v1:{id}";

    private static FusionCacheEntryOptions Options()
    {
        var options = CacheEntries.For(RecommendationSession.Lifetime);
        options.Size = 10;
        options.AllowBackgroundDistributedCacheOperations = false;
        return options;
    }

    private static FusionCacheEntryOptions Shared()
    {
        var options = Options();
        options.SkipMemoryCacheRead = true;
        return options;
    }
}
