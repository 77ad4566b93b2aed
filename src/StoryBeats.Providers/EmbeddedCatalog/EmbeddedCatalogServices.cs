using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryBeats.Recommendations;
using StoryBeats.Retrieval;

namespace StoryBeats.Providers.EmbeddedCatalog;

/// <summary>Registers the catalogue on this machine.</summary>
public static class EmbeddedCatalogServices
{
    /// <summary>Adds the starter catalogue and what was imported beside it as sources of candidates, and of what others leave unsaid.</summary>
    public static IServiceCollection AddEmbeddedCatalog(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
            new CatalogIndex(StarterCatalogue.Load(provider.GetRequiredService<DataFiles>().Find(StarterCatalogue.FileName))));
        services.AddSingleton(provider => new ImportedCatalogue(
            ImportedCatalogue.PathIn(provider.GetRequiredService<IOptions<StoryBeatsOptions>>().Value.DataDirectory),
            provider.GetRequiredService<ILogger<ImportedCatalogue>>()));
        services.AddSingleton<ICandidateSource, EmbeddedCatalogSource>();
        // Behind the other, whose songs carry moods: of two that are the same the first stays.
        services.AddSingleton<ICandidateSource, ImportedCatalogSource>();
        services.AddSingleton<ITrackEnricher, CatalogEnricher>();
        return services;
    }
}
