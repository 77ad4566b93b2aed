using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StoryBeats.Previews;
using StoryBeats.Providers.Previews;

namespace StoryBeats.Providers.ITunes;

/// <summary>Registers the iTunes Search API.</summary>
internal static class ITunesServices
{
    public static IServiceCollection AddITunes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<ITunesOptions, ITunesOptionsValidator>(configuration.GetSection(ITunesOptions.SectionName));
        services.AddCatalogClient(ITunesPreviews.SourceName, provider => provider.GetRequiredService<IOptions<ITunesOptions>>().Value.BaseAddress);
        services.AddSingleton<IPreviewSource>(provider =>
            new ITunesPreviews(provider.CreateCatalogCaller(ITunesPreviews.SourceName, ITunesPreviews.Calls, ITunesPreviews.Stretch)));
        return services;
    }
}

[OptionsValidator]
internal sealed partial class ITunesOptionsValidator : IValidateOptions<ITunesOptions>;
