using Microsoft.AspNetCore.Http.HttpResults;
using StoryBeats.Catalog;
using StoryBeats.Providers.Previews;
using StoryBeats.Recommendations;
using StoryBeats.Reranking;
using StoryBeats.SecondLook;
using StoryBeats.Server.Http;
using StoryBeats.Server.Wire;
using StoryBeats.Sessions;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Server.Endpoints;

/// <summary>v2: all that is kept of a session, to see, to correct and to delete.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v2/sessions/{id}", SeeAsync)
            .WithTags("v2")
            .WithSummary("All that is kept of a session")
            .WithDescription("Whoever knows the id may see it; it cannot be guessed. Seeing is not a use: the session ends when it would have.")
            .LimitedAs(LimitedCall.Records)
            .Produces<KeptSessionResponse>()
            .ProducesErrors(404, 429);
        routes.MapDelete("/api/v2/sessions/{id}", ForgetAsync)
            .WithTags("v2")
            .WithSummary("Deletes all that is kept of a session")
            .LimitedAs(LimitedCall.Records)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesErrors(404, 429);
        routes.MapPost("/api/v2/sessions/{id}/mood", CorrectAsync)
            .WithTags("v2")
            .WithSummary("Says that the photo felt otherwise")
            .WithDescription($"mood is one of {WireName.All<MoodCategory>()}. The photo is read anew, and the next five songs follow it.")
            .AcceptsJson<MoodRequest>()
            .LimitedAs(LimitedCall.MoreSongs)
            .Produces<MoodResponse>()
            .ProducesErrors(400, 404, 413, 415, 429);
        routes.MapPost("/api/v2/sessions/{id}/refine", RefineAsync)
            .WithTags("v2")
            .WithSummary("Says how the songs should be")
            .WithDescription(
                "All wishes are said each time; what is left out the photo decides again. The five songs come from what this server knows already, and may have been seen before: "
                + "the same wishes bring the same songs. More songs go on from here.")
            .AcceptsJson<RefineRequest>()
            .LimitedAs(LimitedCall.Refine)
            .Produces<MoodResponse>()
            .ProducesErrors(400, 404, 413, 415, 429);
    }

    private static async Task<IResult> SeeAsync(HttpContext context, string id, IVisitorRecords records, TimeProvider clock, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        return SessionField.Parse(id) is { } session && await records.OfSessionAsync(session, cancellationToken) is { } kept
            ? TypedResults.Ok(KeptSessionResponse.From(kept, clock.GetUtcNow()))
            : SessionField.NothingFound(context);
    }

    private static async Task<IResult> ForgetAsync(HttpContext context, string id, ISessionStore sessions, SecondLooks secondLooks, CancellationToken cancellationToken)
    {
        if (SessionField.Parse(id) is not { } session)
            return SessionField.NothingFound(context);

        var forgotten = await sessions.ForgetAsync(session, cancellationToken);
        // Its photo, too.
        secondLooks.Cancel(session);
        return forgotten ? TypedResults.NoContent() : SessionField.NothingFound(context);
    }

    private static async Task<IResult> CorrectAsync(
        HttpContext context, string id, MoodCorrection correction, PreviewBook previews, CancellationToken cancellationToken)
    {
        var (said, error) = await JsonBody.ReadAsync(context, WireJson.Default.MoodRequest, "{\"mood\": \"energetic\"}", cancellationToken);
        if (said is null)
            return error!;
        if (WireName.Parse<MoodCategory>(said.Mood) is not { } mood)
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, $"mood must be one of {WireName.All<MoodCategory>()}.");
        if (SessionField.Parse(id) is not { } session || await correction.CorrectAsync(session, mood, cancellationToken) is not { } next)
            return SessionField.NotFound(context);

        return Answer(next, previews);
    }

    private static async Task<IResult> RefineAsync(
        HttpContext context, string id, Refinement refinement, PreviewBook previews, CancellationToken cancellationToken)
    {
        var (said, error) = await JsonBody.ReadAsync(context, WireJson.Default.RefineRequest, "{\"energy\": 0.8, \"languages\": [\"Hindi\"]}", cancellationToken);
        if (said is null)
            return error!;
        var (wished, sentence) = RefineFields.Parse(said);
        if (wished is null)
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, sentence!);
        if (SessionField.Parse(id) is not { } session)
            return SessionField.NotFound(context);

        var like = string.IsNullOrWhiteSpace(said.Like) ? (TrackId?)null : new TrackId(said.Like);
        return await refinement.RefineAsync(session, wished, like, said.Count ?? LanguageMix.PageSize, cancellationToken) switch
        {
            RefineOutcome.Refined { Result: var result } => Answer(result, previews),
            RefineOutcome.UnknownSong => ApiErrors.Result(context, StatusCodes.Status400BadRequest, "like is the id of no song of this session. Send an id that came with its songs."),
            _ => SessionField.NotFound(context),
        };
    }

    private static Ok<MoodResponse> Answer(MoreSongsResult next, PreviewBook previews)
    {
        var analysis = next.Session.Analysis;
        return TypedResults.Ok(new MoodResponse(
            next.Session.Id.Value, AnalysisResponse.From(analysis), Songs.Of(next.Songs, analysis, next.Today, previews), next.Remaining, RelaxationResponse.From(next.Relaxed),
            SourceResponse.From(next.Sources), Songs.EndMessage(next.Songs)));
    }
}
