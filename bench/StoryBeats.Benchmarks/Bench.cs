using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Providers.Caching;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.LocalVision;
using StoryBeats.Recommendations;

namespace StoryBeats.Benchmarks;

/// <summary>The recommender as the server registers it.</summary>
internal static class Bench
{
    public static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddStoryBeats(new ConfigurationBuilder().Build());
        services.AddLocalVision().AddVibeCache();
        services.AddEmbeddedCatalog();
        return services.BuildServiceProvider();
    }

    public static async Task<RecommendationResult> RecommendAsync(RecommendationPipeline pipeline, byte[] photo, int count = 5) =>
        await pipeline.RecommendAsync(new RecommendationRequest { Photo = photo, Count = count }, CancellationToken.None) is RecommendationOutcome.Recommended recommended
            ? recommended.Result
            : throw new InvalidOperationException("The bench's photo was not answered with songs.");
}
