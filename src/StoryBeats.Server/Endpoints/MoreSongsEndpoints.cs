using System.Text.Json;
using StoryBeats.Recommendations;
using StoryBeats.Server.Http;
using StoryBeats.Server.Wire;
using StoryBeats.Sessions;

namespace StoryBeats.Server.Endpoints;

/// <summary>v1: the next five songs of a session.</summary>
internal static class MoreSongsEndpoints
{
    private const string Unknown = "This session is unknown or has expired. Send the photo again.";

    public static void MapMoreSongs(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/more-songs", MoreSongsAsync)
            .WithTags("v1")
            .WithSummary("The next five songs of a session")
            .Accepts<MoreSongsRequest>("application/json")
            .LimitedAs(LimitedCall.MoreSongs)
            .Produces<MoreSongsResponse>()
            .ProducesErrors(400, 404, 415, 429);

    private static async Task<IResult> MoreSongsAsync(HttpContext context, MoreSongs moreSongs, CancellationToken cancellationToken)
    {
        if (!context.Request.HasJsonContentType())
            return ApiErrors.Result(context, StatusCodes.Status415UnsupportedMediaType, "Send the request as application/json.");

        MoreSongsRequest? request;
        try
        {
            request = await context.Request.ReadFromJsonAsync(WireJson.Default.MoreSongsRequest, cancellationToken);
        }
        catch (JsonException)
        {
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, "The body is not the expected JSON: {\"session_id\": \"…\"}.");
        }
        catch (InvalidOperationException)
        {
            // A charset that .NET does not know.
            return ApiErrors.Result(context, StatusCodes.Status415UnsupportedMediaType, "The charset of the request is not known. Send it as UTF-8.");
        }

        if (string.IsNullOrWhiteSpace(request?.SessionId))
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, "session_id is missing. It comes with the answer to the photo.");
        if (request.Offset < 0)
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, "offset must not be negative.");

        // The session knows what was shown; offset and analysis are accepted because v1 sends them.
        var more = await moreSongs.NextAsync(new SessionId(request.SessionId), cancellationToken);
        if (more is null)
            return ApiErrors.Result(context, StatusCodes.Status404NotFound, Unknown);

        var message = more.Songs.Count == 0 ? "That was every song that fits this photo. Try another photo or other languages." : null;
        return TypedResults.Ok(new MoreSongsResponse(
            true, Songs.Of(more.Songs, more.Session.Analysis, more.Today), more.FromFirstRanking, more.Remaining, RelaxationResponse.From(more.Relaxed), message));
    }
}
