using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Caching;

/// <summary>How entries are kept.</summary>
internal static class CacheEntries
{
    // Redis on the same network answers in a millisecond or two; longer than this is longer than what it saves.
    private static readonly TimeSpan RedisTime = TimeSpan.FromMilliseconds(250);

    /// <summary>Entries that live so long. Writing to Redis and telling the others does not keep anybody waiting.</summary>
    public static FusionCacheEntryOptions For(TimeSpan lifetime) => new(lifetime)
    {
        Size = 1,
        DistributedCacheHardTimeout = RedisTime,
        AllowBackgroundDistributedCacheOperations = true,
        AllowBackgroundBackplaneOperations = true,
        // What another version wrote, or nobody can write, is a miss.
        ReThrowSerializationExceptions = false,
    };

    /// <summary>What was found, or null.</summary>
    public static T? OrNull<T>(this MaybeValue<T> found)
        where T : class => found.HasValue ? found.Value : null;
}
