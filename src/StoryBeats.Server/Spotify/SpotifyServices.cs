using StoryBeats.Providers.Spotify.Accounts;

namespace StoryBeats.Server.Spotify;

/// <summary>Registers what visitors do with their own Spotify account.</summary>
internal static class SpotifyServices
{
    public static IServiceCollection AddSpotifyConnections(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSpotifyAccounts(configuration);
        services.AddSingleton<SignInState>();
        services.AddSingleton<SpotifyConnection>();
        services.AddSingleton<SessionSongs>();
        return services;
    }
}
