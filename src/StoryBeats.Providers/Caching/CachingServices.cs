using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using StoryBeats.Outages;
using StoryBeats.Providers.ZeroShot;
using StoryBeats.Sessions;
using StoryBeats.Telemetry;
using StoryBeats.Vision;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Backplane.StackExchangeRedis;
using ZiggyCreatures.Caching.Fusion.Serialization.SystemTextJson;

namespace StoryBeats.Providers.Caching;

/// <summary>Registers the caches.</summary>
public static class CachingServices
{
    /// <summary>The connection string that turns on the second level: <c>ConnectionStrings:Redis</c>.</summary>
    public const string RedisConnectionName = "Redis";

    /// <summary>Most entries in memory; one is a few KB.</summary>
    public const int Capacity = 20_000;

    private const string Name = "storybeats";

    /// <summary>
    /// Adds the one cache: in memory, and over Redis with <c>ConnectionStrings:Redis</c>, as a second level and to tell the others of a
    /// change. A Redis that is away costs misses alone.
    /// </summary>
    public static IServiceCollection AddCaches(this IServiceCollection services, IConfiguration configuration)
    {
        services.RemoveAll<IFusionCache>();
        services.AddMetrics().TryAddSingleton<StoryBeatsMetrics>();
        services.TryAddSingleton<Parts>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<LocalCallCounts>();
        services.RemoveAll<ISessionCopies>();
        if (configuration.GetConnectionString(RedisConnectionName) is not { Length: > 0 } redis)
        {
            return services.AddMemoryCacheAlone()
                .AddSingleton<ISessionCopies>(provider => new SessionCopies(InMemory(provider, SessionCopies.CacheName, SessionCopies.Capacity)))
                .AddSingleton<ICallCounts>(provider => provider.GetRequiredService<LocalCallCounts>());
        }

        // A string that is none stops the start.
        _ = RedisConnection.Options(redis);
        services.TryAddSingleton(_ => new RedisConnection(redis));
        services.AddSingleton<ICallCounts, RedisCallCounts>();
        services.TryAddSingleton(provider => new RedisWatch(
            new RedisCache(new RedisCacheOptions { ConnectionMultiplexerFactory = () => provider.GetRequiredService<RedisConnection>().GetAsync() }),
            provider.GetRequiredService<Parts>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RedisWatch>>()));
        services.AddHostedService<RedisPulse>();
        services.AddSingleton<IFusionCache>(provider => OverRedis(provider, Name, Capacity));
        services.AddSingleton<ISessionCopies>(provider => new SessionCopies(OverRedis(provider, SessionCopies.CacheName, SessionCopies.Capacity)));
        return services;
    }

    /// <summary>Puts a cache before the analyzer that is registered so far.</summary>
    public static IServiceCollection AddVibeCache(this IServiceCollection services)
    {
        services.AddMemoryCacheAlone();
        var inner = services.Last(service => service.ServiceType == typeof(IVibeAnalyzer));
        services.Remove(inner);
        services.AddSingleton<IVibeAnalyzer>(provider => new CachingVibeAnalyzer(
            (IVibeAnalyzer)(inner.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!)),
            provider.GetRequiredService<IFusionCache>(),
            provider.GetService<ActiveModel>()?.ReadingsOf ?? ""));
        return services;
    }

    private static FusionCache InMemory(IServiceProvider provider, string name, int capacity)
    {
        var options = new FusionCacheOptions
        {
            CacheName = name,
            // Counting takes less than handing it over.
            EnableSyncEventHandlersExecution = true,
            // A value that cannot be written is a fault of ours.
            SerializationErrorsLogLevel = LogLevel.Critical,
            // Once it failed, the watch leaves Redis alone; messages have no watch.
            BackplaneCircuitBreakerDuration = TimeSpan.FromSeconds(5),
            CacheKeyPrefix = CacheMeter.Prefix,
            // Nothing is removed by tag, and looking for tags would cost calls.
            DisableTagging = true,
        };
        var logger = new CacheLogger(provider.GetRequiredService<ILogger<FusionCache>>());
        var cache = new FusionCache(options, new MemoryCache(new MemoryCacheOptions { SizeLimit = capacity }), logger);
        CacheMeter.Watch(cache, provider.GetRequiredService<StoryBeatsMetrics>());
        return cache;
    }

    private static FusionCache OverRedis(IServiceProvider provider, string name, int capacity)
    {
        var cache = InMemory(provider, name, capacity);
        cache.SetupDistributedCache(
            provider.GetRequiredService<RedisWatch>(),
            new FusionCacheSystemTextJsonSerializer(CacheJson.Default.Options));
        var redis = provider.GetRequiredService<RedisConnection>();
        cache.SetupBackplane(new RedisBackplane(
            new RedisBackplaneOptions { ConnectionMultiplexerFactory = () => redis.GetAsync() }, logger: null));
        return cache;
    }

    private static IServiceCollection AddMemoryCacheAlone(this IServiceCollection services)
    {
        services.AddMetrics().TryAddSingleton<StoryBeatsMetrics>();
        services.TryAddSingleton<IFusionCache>(provider => InMemory(provider, Name, Capacity));
        return services;
    }
}
