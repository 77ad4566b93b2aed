using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryBeats.Providers.Caching;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Retrieval;
using StoryBeats.Telemetry;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Spotify;

/// <summary>Registers Spotify.</summary>
public static class SpotifyServices
{
    /// <summary>
    /// Adds Spotify as a source of candidates when a client id and secret are set; else nothing. Call it before
    /// <see cref="EmbeddedCatalogServices.AddEmbeddedCatalog"/>, so that of a song that both have Spotify's stays, with its link and cover.
    /// Needs storage and the cache.
    /// </summary>
    public static IServiceCollection AddSpotify(this IServiceCollection services, IConfiguration configuration)
    {
        if (SpotifyOptions.From(configuration) is not { IsConfigured: true } configured)
            return services;

        services.AddValidated<SpotifyOptions, SpotifyOptionsValidator>(configuration.GetSection(SpotifyOptions.SectionName));
        AddShared(services, configuration, configured);
        AddClients(services);

        services.AddSingleton<SpotifyBackground>();
        services.AddHostedService(provider => provider.GetRequiredService<SpotifyBackground>());
        services.AddSingleton<SpotifyAdmission>();
        services.AddSingleton<SpotifyTokens>();
        services.AddSingleton<SpotifyAccess>();
        services.AddSingleton<SpotifyHealth>();
        services.AddSingleton<SpotifyMetrics>();
        services.AddSingleton<HedgeAllowance>();
        services.AddSingleton<SpotifyClient>();
        services.AddSingleton<ArtistSearch>();
        services.AddSingleton<PoolEnrichment>();
        services.AddSingleton<StoredPools>();
        services.AddSingleton<ArtistPools>();
        services.AddSingleton<PoolDemand>();
        services.AddSingleton<KnownSongs>(provider => provider.GetService<CatalogIndex>() is { } catalog ? catalog.ByArtist : _ => []);
        services.AddSingleton<SpotifyCandidateSource>();
        services.AddSingleton<ICandidateSource>(provider => new CachingCandidateSource(
            provider.GetRequiredService<SpotifyCandidateSource>(), provider.GetRequiredService<IFusionCache>()));
        services.AddHostedService<SpotifyPrewarmer>();
        services.AddSingleton(provider => new SpotifyProbe(provider.GetRequiredService<SpotifyClient>(), provider.GetRequiredService<SpotifyAccess>()));
        return services;
    }

    private static void AddShared(IServiceCollection services, IConfiguration configuration, SpotifyOptions configured)
    {
        if (configuration.GetConnectionString(CachingServices.RedisConnectionName) is { Length: > 0 })
        {
            services.AddSingleton<ISharedWindow>(provider => new RedisWindow(
                provider.GetRequiredService<RedisConnection>(),
                configured.CallsPer30Seconds,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<RedisWindow>>()));
        }
        else
        {
            services.AddSingleton<ISharedWindow, NoSharedWindow>();
        }
    }

    private static void AddClients(IServiceCollection services)
    {
        var api = services.AddHttpClient(SpotifyClient.ClientName, (provider, client) => Address(client, Settings(provider).ApiBaseAddress));
        Socket(api).AddResilienceHandler("spotify", (pipeline, context) => SpotifyResilience.ForApi(
            pipeline,
            Settings(context.ServiceProvider),
            context.ServiceProvider.GetRequiredService<SpotifyAdmission>(),
            context.ServiceProvider.GetRequiredService<TimeProvider>(),
            context.ServiceProvider.GetRequiredService<ILoggerFactory>()));
        api.AddHttpMessageHandler(provider => Wire(provider, "search", provider.GetRequiredService<SpotifyAdmission>()));

        var accounts = services.AddHttpClient(SpotifyTokens.ClientName, (provider, client) => Address(client, Settings(provider).AccountsBaseAddress));
        Socket(accounts).AddResilienceHandler("spotify-accounts", (pipeline, context) => SpotifyResilience.ForAccounts(
            pipeline,
            Settings(context.ServiceProvider),
            context.ServiceProvider.GetRequiredService<TimeProvider>(),
            context.ServiceProvider.GetRequiredService<ILoggerFactory>()));
        accounts.AddHttpMessageHandler(provider => Wire(provider, "token", admission: null));
    }

    private static void Address(HttpClient client, Uri address)
    {
        // Without the slash at its end its last part would be replaced and not followed.
        client.BaseAddress = address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
        client.DefaultRequestVersion = HttpVersion.Version20;
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        // The pipeline keeps the time.
        client.Timeout = Timeout.InfiniteTimeSpan;
    }

    private static IHttpClientBuilder Socket(IHttpClientBuilder builder) => builder.KeepConnections(TimeSpan.FromMinutes(10), handler =>
    {
        handler.EnableMultipleHttp2Connections = true;
        handler.ConnectTimeout = TimeSpan.FromSeconds(2);
    });

    private static SpotifyWireHandler Wire(IServiceProvider provider, string endpoint, SpotifyAdmission? admission) =>
        new(endpoint, TimeSpan.FromSeconds(Settings(provider).AttemptSeconds) * .98, admission, provider.GetRequiredService<StoryBeatsMetrics>(), provider.GetRequiredService<TimeProvider>());

    private static SpotifyOptions Settings(IServiceProvider provider) => provider.GetRequiredService<IOptions<SpotifyOptions>>().Value;
}

[OptionsValidator]
internal sealed partial class SpotifyOptionsValidator : IValidateOptions<SpotifyOptions>;
