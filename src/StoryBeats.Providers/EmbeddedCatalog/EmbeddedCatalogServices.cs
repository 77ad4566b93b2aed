using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Retrieval;

namespace StoryBeats.Providers.EmbeddedCatalog;

/// <summary>Registers the catalogue on this machine.</summary>
public static class EmbeddedCatalogServices
{
    /// <summary>Adds the starter catalogue as a source of candidates.</summary>
    public static IServiceCollection AddEmbeddedCatalog(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
            new CatalogIndex(StarterCatalogue.Load(provider.GetRequiredService<DataFiles>().Find(StarterCatalogue.FileName))));
        services.AddSingleton<ICandidateSource, EmbeddedCatalogSource>();
        services.AddSingleton<ITrackEnricher, CatalogEnricher>();
        return services;
    }
}
