using StoryBeats.Providers.Previews;
using StoryBeats.Recommendations;
using StoryBeats.Server.Http;
using StoryBeats.Server.Wire;

namespace StoryBeats.Server.Endpoints;

/// <summary>v1: the next five songs of a session.</summary>
internal static class MoreSongsEndpoints
{
    public static void MapMoreSongs(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/more-songs", MoreSongsAsync)
            .WithTags("v1")
            .WithSummary("The next five songs of a session")
            .AcceptsJson<MoreSongsRequest>()
            .LimitedAs(LimitedCall.MoreSongs)
            .Produces<MoreSongsResponse>()
            .ProducesErrors(400, 404, 413, 415, 429);

    private static async Task<IResult> MoreSongsAsync(HttpContext context, MoreSongs moreSongs, PreviewBook previews, CancellationToken cancellationToken)
    {
        var (request, error) = await JsonBody.ReadAsync(context, WireJson.Default.MoreSongsRequest, "{\"session_id\": \"…\"}", cancellationToken);
        if (request is null)
            return error!;
        if (request.Offset < 0)
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, "offset must not be negative.");
        var (session, unknown) = SessionField.Read(context, request.SessionId);
        if (session is not { } id)
            return unknown!;

        // The session knows what was shown; offset and analysis are accepted because v1 sends them.
        if (await moreSongs.NextAsync(id, cancellationToken) is not { } more)
            return SessionField.NotFound(context);

        return TypedResults.Ok(new MoreSongsResponse(
            true, Songs.Of(more.Songs, more.Session.Analysis, more.Today, previews), more.FromFirstRanking, more.Remaining, RelaxationResponse.From(more.Relaxed),
            SourceResponse.From(more.Sources), Songs.EndMessage(more.Songs)));
    }
}
