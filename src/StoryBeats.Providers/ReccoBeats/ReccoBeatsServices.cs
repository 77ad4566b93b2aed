using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using StoryBeats.Catalog;
using StoryBeats.Retrieval;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.ReccoBeats;

/// <summary>Registers ReccoBeats.</summary>
public static class ReccoBeatsServices
{
    // Nobody waits for a batch that takes longer; it is asked for in the background.
    private static readonly TimeSpan AllTries = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(8);

    /// <summary>Longest Retry-After that is waited for within a call; after a longer one the whole service is left alone for so long.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private const int LargestAnswer = 2 * 1024 * 1024;

    /// <summary>Adds an <see cref="ITrackEnricher"/> that knows measured features. It needs an <see cref="IMeasuredFeatureStore"/>.</summary>
    public static IServiceCollection AddReccoBeats(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<ReccoBeatsOptions, ReccoBeatsOptionsValidator>(configuration.GetSection(ReccoBeatsOptions.SectionName));
        services.TryAddSingleton(TimeProvider.System);
        var client = services.AddHttpClient(ReccoBeatsClient.Name, (provider, http) =>
            {
                http.BaseAddress = provider.GetRequiredService<IOptions<ReccoBeatsOptions>>().Value.BaseAddress;
                http.MaxResponseContentBufferSize = LargestAnswer;
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.DefaultRequestHeaders.UserAgent.ParseAdd("StoryBeats");
            })
            .KeepConnections(TimeSpan.FromMinutes(5));
        client.AddResilienceHandler(ReccoBeatsClient.Name, Configure);
        // After the pipeline, so that each try is counted.
        client.AddHttpMessageHandler(provider => new ReccoBeatsMeter(provider.GetRequiredService<StoryBeatsMetrics>()));
        services.AddSingleton(provider => new ReccoBeatsClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(ReccoBeatsClient.Name),
            provider.GetRequiredService<StoryBeatsMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ReccoBeatsClient>>()));
        services.AddSingleton<KeptFindings>();
        services.AddSingleton(provider =>
        {
            var inquiries = ActivatorUtilities.CreateInstance<ReccoBeatsInquiries>(provider);
            provider.GetRequiredService<StoryBeatsMetrics>().WatchQueue("inquiries", () => inquiries.Count);
            return inquiries;
        });
        services.AddSingleton<ITrackEnricher, ReccoBeatsEnricher>();
        return services;
    }

    private static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> builder, ResilienceHandlerContext context)
    {
        var time = context.ServiceProvider.GetRequiredService<TimeProvider>();
        builder.TimeProvider = time;
        builder.AddTimeout(AllTries);
        builder.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(500),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = args => ValueTask.FromResult(
                HttpClientResiliencePredicates.IsTransient(args.Outcome) && !AsksForLong(args.Outcome.Result, time)),
        });
        builder.AddTimeout(OneTry);
    }

    private static bool AsksForLong(HttpResponseMessage? response, TimeProvider time) =>
        response is { StatusCode: HttpStatusCode.TooManyRequests }
        && response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta > LongestWait,
            { Date: { } date } => date - time.GetUtcNow() > LongestWait,
            _ => true,
        };
}

[OptionsValidator]
internal sealed partial class ReccoBeatsOptionsValidator : IValidateOptions<ReccoBeatsOptions>;
