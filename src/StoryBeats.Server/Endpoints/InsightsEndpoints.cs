using System.Globalization;
using StoryBeats.Feedback;
using StoryBeats.Server.Admin;
using StoryBeats.Server.Http;
using StoryBeats.Server.Wire;

namespace StoryBeats.Server.Endpoints;

/// <summary>v2: what visitors like and dislike, for whoever runs the server.</summary>
internal static class InsightsEndpoints
{
    private const int MostDays = 3650;
    private const int DefaultDays = 30;

    public static void MapInsights(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v2/insights", InsightsAsync)
            .WithTags("v2")
            .WithSummary("Sums of feedback by mood, artist, language and hour")
            .WithDescription("Needs Admin__Token as a bearer token; where none is set, it answers the server's own machine alone.")
            .AddEndpointFilter<AdminAccess>()
            .WithMetadata(new QueryField("days", $"Days to look back, 1 to {MostDays}; default {DefaultDays}"))
            .LimitedAs(LimitedCall.Records)
            .Produces<InsightsResponse>()
            .ProducesErrors(400, 401, 403, 429);

    private static async Task<IResult> InsightsAsync(HttpContext context, IFeedbackReports reports, TimeProvider clock, CancellationToken cancellationToken)
    {
        var days = DefaultDays;
        if (context.Request.Query.TryGetValue("days", out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out days) || days is < 1 or > MostDays))
        {
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, $"days must be a whole number from 1 to {MostDays}.");
        }

        var insights = await reports.InsightsAsync(clock.GetUtcNow().AddDays(-days), cancellationToken);
        return TypedResults.Ok(InsightsResponse.From(insights, days));
    }
}
