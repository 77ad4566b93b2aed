using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Providers.Caching;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.LocalVision;
using StoryBeats.Recommendations;

namespace StoryBeats.Benchmarks;

/// <summary>The recommender as the server registers it.</summary>
internal static class Bench
{
    public static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddStoryBeats(new ConfigurationBuilder().Build());
        services.AddLocalVision().AddVibeCache();
        services.AddEmbeddedCatalog();
        return services.BuildServiceProvider();
    }
}
