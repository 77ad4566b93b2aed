using StoryBeats.Providers.Previews;
using StoryBeats.Recommendations;
using StoryBeats.Server.Http;
using StoryBeats.Server.Visits;
using StoryBeats.Server.Wire;

namespace StoryBeats.Server.Endpoints;

/// <summary>v2: a photo becomes songs, with the visitor's wishes and reasons for every song.</summary>
internal static class RecommendationEndpoints
{
    public static void MapRecommendations(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v2/recommendations", RecommendAsync)
            .WithTags("v2")
            .WithSummary("A photo becomes songs")
            .WithDescription(
                "Every song says why it was chosen and where its features came from. With `Accept: text/event-stream` the answer comes in stages: `vibe` and `songs` as a "
                + "draft while a model still looks at the photo, `vibe` and `songs` as they count, then `done`; `error` ends it early, with the status it would have had: 404 when the session was deleted meanwhile. Each event's data is one line of JSON.")
            .WithMetadata(PhotoFormMetadata.V2)
            .LimitedAs(LimitedCall.Analyze)
            .Produces<RecommendationResponse>(StatusCodes.Status200OK, "application/json", EventStream.MediaType)
            .ProducesErrors(400, 408, 413, 415, 429, 503);

    private static async Task<IResult> RecommendAsync(
        HttpContext context, RecommendationPipeline pipeline, VisitBook visits, PreviewBook previews, RecommendationEvents events, CancellationToken cancellationToken)
    {
        var (form, error) = await PhotoForm.ReadAsync(context, cancellationToken);
        if (form is null)
            return error!;

        var (request, sentence) = RecommendationFields.Parse(form, VisitorLanguageHeader.Read(context.Request));
        if (request is null)
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, sentence!);

        var visit = await visits.OpenAsync(context, cancellationToken);
        request = request with { Visit = visit };
        if (EventStream.IsPreferred(context.Request))
            return await events.AnswerAsync(context, request, cancellationToken);

        return await pipeline.RecommendAsync(request, cancellationToken) switch
        {
            RecommendationOutcome.Recommended { Result: var result } => TypedResults.Ok(RecommendationResponse.From(result, Songs.Of(result, previews))),
            var other => Songs.Failure(context, visits, visit, other),
        };
    }
}
