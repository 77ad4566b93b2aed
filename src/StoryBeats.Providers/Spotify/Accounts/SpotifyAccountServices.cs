using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Spotify.Accounts;

/// <summary>Registers what visitors do with their own Spotify account.</summary>
public static class SpotifyAccountServices
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Adds signing in and playlists; without an app's key, <see cref="SpotifyAuthorization.IsConfigured"/> says so.</summary>
    public static IServiceCollection AddSpotifyAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SpotifyOptions>().Bind(configuration.GetSection(SpotifyOptions.SectionName));
        AddClients(services);
        services.AddSingleton(provider => new AccountCalls(
            provider.GetRequiredService<IHttpClientFactory>(),
            provider.GetRequiredService<StoryBeatsMetrics>(),
            provider.GetService<SpotifyMetrics>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SpotifyAuthorization(
            provider.GetRequiredService<AccountCalls>(), provider.GetRequiredService<IOptions<SpotifyOptions>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SpotifyPlaylists(
            provider.GetRequiredService<AccountCalls>(), provider.GetRequiredService<IOptions<SpotifyOptions>>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static void AddClients(IServiceCollection services)
    {
        // Addresses of searches say what songs a visitor likes.
        var api = services.AddHttpClient(AccountCalls.ApiName, client => client.Timeout = Patience).RemoveAllLoggers();
        api.AddResilienceHandler("spotify-visitors", (pipeline, context) => AccountResilience.ForApi(
            pipeline,
            Attempt(context.ServiceProvider),
            Admission(context.ServiceProvider),
            context.ServiceProvider.GetRequiredService<TimeProvider>(),
            context.ServiceProvider.GetRequiredService<ILoggerFactory>()));
        api.AddHttpMessageHandler(provider => Wire(provider, Attempt(provider), Admission(provider)));

        services.AddHttpClient(AccountCalls.AccountsName, client => client.Timeout = Patience).RemoveAllLoggers()
            .AddHttpMessageHandler(provider => Wire(provider, Patience, admission: null));
    }

    // Registered with Spotify as a source; without an app's key neither is, and nothing is called.
    private static SpotifyAdmission? Admission(IServiceProvider provider) => provider.GetService<SpotifyAdmission>();

    private static TimeSpan Attempt(IServiceProvider provider) => TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<SpotifyOptions>>().Value.AttemptSeconds);

    private static SpotifyWireHandler Wire(IServiceProvider provider, TimeSpan patience, SpotifyAdmission? admission) =>
        new("visitors", patience * .98, admission, provider.GetRequiredService<StoryBeatsMetrics>(), provider.GetRequiredService<TimeProvider>());
}
