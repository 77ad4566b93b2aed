using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StoryBeats.Vision;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Caching;

/// <summary>Registers the caches.</summary>
public static class CachingServices
{
    /// <summary>Puts a cache before the analyzer that is registered so far.</summary>
    public static IServiceCollection AddVibeCache(this IServiceCollection services)
    {
        services.AddSingleton<IFusionCache>(provider => new FusionCache(
            new FusionCacheOptions
            {
                // A photo that cannot be read is an answer, not a fault of the cache.
                FactoryErrorsLogLevel = LogLevel.Debug,
            },
            new MemoryCache(new MemoryCacheOptions { SizeLimit = CachingVibeAnalyzer.Capacity }),
            provider.GetRequiredService<ILogger<FusionCache>>()));

        var inner = services.Last(service => service.ServiceType == typeof(IVibeAnalyzer));
        services.Remove(inner);
        services.AddSingleton<IVibeAnalyzer>(provider => new CachingVibeAnalyzer(
            (IVibeAnalyzer)(inner.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!)),
            provider.GetRequiredService<IFusionCache>()));
        return services;
    }
}
