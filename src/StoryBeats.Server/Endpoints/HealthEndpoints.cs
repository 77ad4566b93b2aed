using Microsoft.AspNetCore.Http.HttpResults;
using StoryBeats.Server.Wire;

namespace StoryBeats.Server.Endpoints;

/// <summary>Says that the server lives.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/health", [HttpMethods.Get, HttpMethods.Head], Health).WithTags("Health").WithSummary("Whether the server lives");

    private static Ok<HealthResponse> Health() => TypedResults.Ok(new HealthResponse("healthy", "StoryBeats API"));
}
