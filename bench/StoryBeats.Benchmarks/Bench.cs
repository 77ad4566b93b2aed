using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Providers;
using StoryBeats.Recommendations;

namespace StoryBeats.Benchmarks;

/// <summary>The recommender as the server registers it.</summary>
internal static class Bench
{
    public static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        var configuration = new ConfigurationBuilder().Build();
        services.AddStoryBeats(configuration);
        services.AddProviders(configuration);
        return services.BuildServiceProvider();
    }

    public static Task<RecommendationResult> RecommendAsync(RecommendationPipeline pipeline, byte[] photo, int count = 5) =>
        RecommendAsync(pipeline, photo, new Preferences(), count);

    public static async Task<RecommendationResult> RecommendAsync(RecommendationPipeline pipeline, byte[] photo, Preferences preferences, int count = 5) =>
        await pipeline.RecommendAsync(new RecommendationRequest { Photo = photo, Preferences = preferences, Count = count }, CancellationToken.None) is RecommendationOutcome.Recommended recommended
            ? recommended.Result
            : throw new InvalidOperationException("The bench's photo was not answered with songs.");
}
