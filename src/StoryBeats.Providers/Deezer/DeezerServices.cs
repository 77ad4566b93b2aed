using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StoryBeats.Previews;
using StoryBeats.Providers.Previews;

namespace StoryBeats.Providers.Deezer;

/// <summary>Registers Deezer.</summary>
internal static class DeezerServices
{
    public static IServiceCollection AddDeezer(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<DeezerOptions, DeezerOptionsValidator>(configuration.GetSection(DeezerOptions.SectionName));
        services.AddCatalogClient(DeezerPreviews.SourceName, provider => provider.GetRequiredService<IOptions<DeezerOptions>>().Value.BaseAddress);
        services.AddSingleton<IPreviewSource>(provider =>
            new DeezerPreviews(provider.CreateCatalogCaller(DeezerPreviews.SourceName, DeezerPreviews.Calls, DeezerPreviews.Stretch)));
        return services;
    }
}

[OptionsValidator]
internal sealed partial class DeezerOptionsValidator : IValidateOptions<DeezerOptions>;
