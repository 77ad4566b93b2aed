using StoryBeats.Providers.Previews;
using StoryBeats.Recommendations;
using StoryBeats.Server.Http;
using StoryBeats.Server.Visits;
using StoryBeats.Server.Wire;

namespace StoryBeats.Server.Endpoints;

/// <summary>v1: a photo becomes five songs.</summary>
internal static class AnalyzeEndpoints
{
    public static void MapAnalyze(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/analyze", AnalyzeAsync)
            .WithTags("v1")
            .WithSummary("A photo becomes five songs")
            .WithMetadata(PhotoFormMetadata.V1)
            .LimitedAs(LimitedCall.Analyze)
            .Produces<AnalyzeResponse>()
            .ProducesErrors(400, 408, 413, 415, 429, 503);

    private static async Task<IResult> AnalyzeAsync(
        HttpContext context, RecommendationPipeline pipeline, VisitBook visits, PreviewBook previews, CancellationToken cancellationToken)
    {
        var (form, error) = await PhotoForm.ReadAsync(context, cancellationToken);
        if (form is null)
            return error!;

        var request = new RecommendationRequest
        {
            Photo = form.Photo,
            Preferences = new Preferences { VisitorLanguage = VisitorLanguageHeader.Read(context.Request) },
            Visit = await visits.OpenAsync(context, cancellationToken),
        };
        return await pipeline.RecommendAsync(request, cancellationToken) switch
        {
            RecommendationOutcome.Recommended { Result: var result } => TypedResults.Ok(new AnalyzeResponse(
                true, AnalysisResponse.From(result.Analysis), Songs.Of(result, previews), result.SessionId.Value,
                SourceResponse.From(result.Sources))),
            var other => Songs.Failure(context, visits, request.Visit, other),
        };
    }
}
