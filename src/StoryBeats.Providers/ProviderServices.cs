using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Providers.Caching;
using StoryBeats.Providers.Chat;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.LocalVision;
using StoryBeats.Providers.Previews;
using StoryBeats.Providers.ReccoBeats;
using StoryBeats.Providers.Spotify;

namespace StoryBeats.Providers;

/// <summary>Registers every provider; what is not configured registers nothing.</summary>
public static class ProviderServices
{
    /// <summary>
    /// Adds who reads photos, where songs come from, and what there is to hear of them, with their cache. Of two songs that are the same the
    /// first source's stays. A live catalogue needs storage.
    /// </summary>
    public static IServiceCollection AddProviders(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCaches(configuration);
        services.AddLocalVision().AddVibeCache();
        services.AddChat(configuration);
        services.AddSpotify(configuration);
        services.AddEmbeddedCatalog();
        if (SpotifyOptions.From(configuration).IsConfigured)
            services.AddReccoBeats(configuration);
        services.AddPreviews(configuration);
        return services;
    }
}
