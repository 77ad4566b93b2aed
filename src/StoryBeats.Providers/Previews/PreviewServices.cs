using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryBeats.Previews;
using StoryBeats.Providers.Deezer;
using StoryBeats.Providers.ITunes;
using StoryBeats.Telemetry;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Previews;

/// <summary>Registers previews and covers.</summary>
public static class PreviewServices
{
    /// <summary>Adds the <see cref="PreviewBook"/>, which asks Deezer and then iTunes. It needs an <see cref="IFusionCache"/>.</summary>
    public static IServiceCollection AddPreviews(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PreviewOptions>().Bind(configuration.GetSection(PreviewOptions.SectionName));
        services.TryAddSingleton(TimeProvider.System);
        services.AddDeezer(configuration);
        services.AddITunes(configuration);
        services.AddSingleton(provider => new PreviewBook(
            provider.GetRequiredService<IOptions<PreviewOptions>>().Value.Enabled,
            provider.GetServices<IPreviewSource>(),
            provider.GetRequiredService<IFusionCache>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<StoryBeatsMetrics>(),
            provider.GetRequiredService<ILogger<PreviewBook>>()));
        return services;
    }
}
