using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Previews;

/// <summary>Makes the clients of the catalogues that are asked for previews.</summary>
internal static class CatalogClients
{
    // Fifteen songs are some 50 KB.
    private const int LargestAnswer = 2 * 1024 * 1024;

    public static void AddCatalogClient(this IServiceCollection services, string source, Func<IServiceProvider, Uri> baseAddress) =>
        services.AddHttpClient(source, (provider, http) =>
            {
                http.BaseAddress = baseAddress(provider);
                http.MaxResponseContentBufferSize = LargestAnswer;
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.DefaultRequestHeaders.UserAgent.ParseAdd("StoryBeats");
            })
            .KeepConnections(TimeSpan.FromMinutes(5), handler => handler.ConnectTimeout = CatalogCaller.Patience);

    public static CatalogCaller CreateCatalogCaller(this IServiceProvider provider, string source, int calls, TimeSpan stretch)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        return new CatalogCaller(
            source,
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(source),
            new CallBudget(calls, stretch, time),
            stretch,
            provider.GetRequiredService<StoryBeatsMetrics>(),
            time);
    }
}
