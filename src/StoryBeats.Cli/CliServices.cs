using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using StoryBeats.Photos;
using StoryBeats.Providers;
using StoryBeats.Providers.Caching;
using StoryBeats.Providers.EmbeddedCatalog.Import;
using StoryBeats.Providers.Spotify;
using StoryBeats.Recommendations;
using StoryBeats.Storage;

namespace StoryBeats.Cli;

/// <summary>The recommender without a server, set by the same environment variables.</summary>
internal static class CliServices
{
    /// <summary>The recommender of this machine alone.</summary>
    public static ServiceProvider Build()
    {
        var (services, configuration) = Begin();
        return AddRecommender(services, configuration).BuildServiceProvider();
    }

    /// <summary>The recommender as the server has it: with live songs where there is a key, kept in the server's database.</summary>
    public static async Task<ServiceProvider> BuildRecommenderAsync(CancellationToken cancellationToken)
    {
        var (services, configuration) = Begin();
        if (!SpotifyOptions.From(configuration).IsConfigured)
            return AddRecommender(services, configuration).BuildServiceProvider();

        services.AddStorage(configuration);
        return await StartAsync(AddRecommender(services, configuration), cancellationToken);
    }

    /// <summary>What the server keeps, in the same database, brought up to date first.</summary>
    public static async Task<ServiceProvider> BuildWithStorageAsync(CancellationToken cancellationToken)
    {
        var (services, configuration) = Begin();
        services.AddStorage(configuration);
        services.AddStoryBeats(configuration).AddCatalogImport();
        return await StartAsync(services, cancellationToken);
    }

    private static IServiceCollection AddRecommender(IServiceCollection services, IConfiguration configuration)
    {
        // Storage brings a fingerprinter with a secret of the installation. Without it nothing is kept, unless others see the cache.
        if (configuration.GetConnectionString(CachingServices.RedisConnectionName) is null)
            services.TryAddSingleton(PhotoFingerprinter.WithoutSecret);
        return services.AddStoryBeats(configuration).AddProviders(configuration);
    }

    // The database first; nothing else runs in the background of a command.
    private static async Task<ServiceProvider> StartAsync(IServiceCollection services, CancellationToken cancellationToken)
    {
        var provider = services.BuildServiceProvider();
        foreach (var startup in provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
            await startup.StartingAsync(cancellationToken);
        return provider;
    }

    /// <summary>The settings as they stand in the environment, unchecked.</summary>
    public static IConfiguration Settings() => new ConfigurationBuilder().AddEnvironmentVariables().Build();

    private static (ServiceCollection Services, IConfiguration Configuration) Begin()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        return (services, Settings());
    }
}
