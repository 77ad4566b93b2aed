using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StoryBeats.Providers.Caching;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.LocalVision;
using StoryBeats.Recommendations;
using StoryBeats.Storage;

namespace StoryBeats.Cli;

/// <summary>The recommender without a server, set by the same environment variables.</summary>
internal static class CliServices
{
    public static ServiceProvider Build()
    {
        var (services, configuration) = Begin();
        services.AddStoryBeats(configuration);
        services.AddLocalVision().AddVibeCache();
        services.AddEmbeddedCatalog();
        return services.BuildServiceProvider();
    }

    /// <summary>What the server keeps, in the same database, brought up to date first.</summary>
    public static async Task<ServiceProvider> BuildWithStorageAsync(CancellationToken cancellationToken)
    {
        var (services, configuration) = Begin();
        services.AddStorage(configuration);
        services.AddStoryBeats(configuration);
        var provider = services.BuildServiceProvider();
        foreach (var startup in provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
            await startup.StartingAsync(cancellationToken);
        return provider;
    }

    private static (ServiceCollection Services, IConfiguration Configuration) Begin()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        return (services, new ConfigurationBuilder().AddEnvironmentVariables().Build());
    }
}
