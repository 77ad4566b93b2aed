using Microsoft.AspNetCore.Http.HttpResults;
using StoryBeats.Outages;
using StoryBeats.Server.Wire;

namespace StoryBeats.Server.Endpoints;

/// <summary>Says that the server lives, and whether photos are to be sent to it.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health", Methods, Health).WithTags("Health").WithSummary("Whether the server lives");
        // For who watches over the server, not for who calls the API.
        routes.MapMethods("/health/live", Methods, Live).ExcludeFromDescription();
        routes.MapMethods("/health/ready", Methods, Ready).ExcludeFromDescription();
    }

    private static Ok<HealthResponse> Health() => TypedResults.Ok(new HealthResponse("healthy", "StoryBeats API"));

    private static Ok<LiveResponse> Live() => TypedResults.Ok(new LiveResponse("alive"));

    // Not by the database or Redis: photos are answered without them, and if all instances left at once there would be none.
    private static IResult Ready(Readiness readiness, Parts parts)
    {
        var loaded = readiness.IsWarm ? "ok" : "loading";
        var states = new Dictionary<string, string>(StringComparer.Ordinal) { ["vision"] = loaded, ["catalogue"] = loaded, [Parts.Storage] = "ok", [Parts.Redis] = "none" };
        foreach (var (part, isAway) in parts.All)
            states[part] = isAway ? "away" : "ok";
        var status = (readiness.IsDraining, readiness.IsWarm) switch
        {
            (true, _) => "draining",
            (false, false) => "starting",
            _ => "ready",
        };
        return TypedResults.Json(
            new ReadyResponse(status, [.. parts.All.Where(part => part.Value).Select(part => part.Key)], states),
            WireJson.Default.ReadyResponse,
            statusCode: status is "ready" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
