using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Vision;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>Registers the import of songs.</summary>
public static class CatalogImportServices
{
    /// <summary>Adds <see cref="CatalogImporter"/>, which writes into <c>catalogue</c> in the data folder; its log needs storage.</summary>
    public static IServiceCollection AddCatalogImport(this IServiceCollection services) => services.AddSingleton(provider => new CatalogImporter(
        Path.GetDirectoryName(ImportedCatalogue.PathIn(provider.GetRequiredService<IOptions<StoryBeatsOptions>>().Value.DataDirectory))!,
        StarterCatalogue.Load(provider.GetRequiredService<DataFiles>().Find(StarterCatalogue.FileName)),
        provider.GetRequiredService<MoodLexicon>(),
        provider.GetRequiredService<AudioFeatureEstimator>(),
        provider.GetRequiredService<IImportLog>(),
        provider.GetRequiredService<TimeProvider>()));
}
