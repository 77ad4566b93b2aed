using StoryBeats.Server.Admin;
using StoryBeats.Server.Http;
using StoryBeats.Server.Telemetry;
using StoryBeats.Server.Wire;

namespace StoryBeats.Server.Endpoints;

/// <summary>How the server does, for whoever runs it: for people as JSON, for Prometheus as text.</summary>
internal static class StatsEndpoints
{
    public static void MapStats(this IEndpointRouteBuilder routes)
    {
        // Neither counts among the visitors' calls, nor is it limited with them: a page asks every two seconds.
        routes.MapGet("/api/stats", Stats)
            .WithTags("operation")
            .WithSummary("Durations, hit rates, calls, errors and queues of this instance's last hour, each beside its target")
            .WithDescription("What was not measured yet is null. Needs Admin__Token as a bearer token; where none is set, it answers the server's own machine alone.")
            .AddEndpointFilter<AdminAccess>()
            .LimitedAs(LimitedCall.Free)
            .DisableHttpMetrics()
            .Produces<StatsResponse>()
            .ProducesErrors(401, 403);
        routes.MapPrometheusScrapingEndpoint("/metrics")
            .AddEndpointFilter<IEndpointConventionBuilder, AdminAccess>()
            .ExcludeFromDescription();
    }

    private static IResult Stats(LiveFigures figures, TimeProvider clock) =>
        TypedResults.Ok(StatsResponse.From(figures.Sum(), figures, clock.GetUtcNow()));
}
