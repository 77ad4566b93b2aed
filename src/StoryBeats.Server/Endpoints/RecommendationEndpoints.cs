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
            .WithDescription("Every song says why it was chosen and where its features came from.")
            .WithMetadata(PhotoFormMetadata.V2)
            .LimitedAs(LimitedCall.Analyze)
            .Produces<RecommendationResponse>()
            .ProducesErrors(400, 413, 415, 429, 503);

    private static async Task<IResult> RecommendAsync(
        HttpContext context, RecommendationPipeline pipeline, VisitBook visits, PreviewBook previews, CancellationToken cancellationToken)
    {
        var (form, error) = await PhotoForm.ReadAsync(context, cancellationToken);
        if (form is null)
            return error!;

        var (request, sentence) = RecommendationFields.Parse(form, VisitorLanguageHeader.Read(context.Request));
        if (request is null)
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, sentence!);

        var visit = await visits.OpenAsync(context, cancellationToken);
        return await pipeline.RecommendAsync(request with { Visit = visit }, cancellationToken) switch
        {
            RecommendationOutcome.Recommended { Result: var result } => TypedResults.Ok(RecommendationResponse.From(result, Songs.Of(result, previews))),
            var other => Songs.Failure(context, visits, visit, other),
        };
    }
}
