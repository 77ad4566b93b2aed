using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Providers.Caching;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.LocalVision;
using StoryBeats.Recommendations;

namespace StoryBeats.Cli;

/// <summary>The recommender without a server, set by the same environment variables.</summary>
internal static class CliServices
{
    public static ServiceProvider Build()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddStoryBeats(configuration);
        services.AddLocalVision().AddVibeCache();
        services.AddEmbeddedCatalog();
        return services.BuildServiceProvider();
    }
}
