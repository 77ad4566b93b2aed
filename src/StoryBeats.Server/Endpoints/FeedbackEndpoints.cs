using System.Text.Json.Serialization.Metadata;
using StoryBeats.Feedback;
using StoryBeats.Server.Http;
using StoryBeats.Server.Wire;
using StoryBeats.Sessions;

namespace StoryBeats.Server.Endpoints;

/// <summary>v1: what visitors say and do about songs, and its sums.</summary>
internal static class FeedbackEndpoints
{
    private const string VerdictExample = "{\"session_id\": \"…\", \"song_id\": \"…\", \"feedback\": 1}";
    private const string SignalExample = "{\"session_id\": \"…\", \"signal_type\": \"spotify_click\", \"song_id\": \"…\"}";

    public static void MapFeedback(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/feedback", SayAsync)
            .WithTags("v1")
            .WithSummary("Likes or dislikes a song")
            .WithDescription("The last word on a song counts; sent again it stays one word, with the same feedback_id. "
                + $"A dislike may say why, in reason: {WireName.All<FeedbackReason>()}.")
            .AcceptsJson<VerdictRequest>()
            .LimitedAs(LimitedCall.Feedback)
            .Produces<FeedbackResponse>()
            .ProducesErrors(400, 404, 413, 415, 429);
        routes.MapPost("/api/feedback/implicit", DoAsync)
            .WithTags("v1")
            .WithSummary("Tells what was done about a song")
            .WithDescription("signal_type is spotify_click (weighs 2), preview_complete (1.5), preview_play (1) or load_more (0.5, about no song). "
                + "weight may say less than that; more counts as that.")
            .AcceptsJson<SignalRequest>()
            .LimitedAs(LimitedCall.Implicit)
            .Produces<FeedbackResponse>()
            .ProducesErrors(400, 404, 413, 415, 429);
        routes.MapGet("/api/feedback/stats", StatsAsync)
            .WithTags("v1")
            .WithSummary("Likes and dislikes of all that is kept")
            .LimitedAs(LimitedCall.Records)
            .Produces<FeedbackStatsResponse>()
            .ProducesErrors(429);
    }

    private static Task<IResult> SayAsync(HttpContext context, FeedbackRecorder recorder, CancellationToken cancellationToken) =>
        TakeAsync(context, recorder, WireJson.Default.VerdictRequest, VerdictExample, said => said.SessionId, FeedbackFields.Parse, cancellationToken);

    private static Task<IResult> DoAsync(HttpContext context, FeedbackRecorder recorder, CancellationToken cancellationToken) =>
        TakeAsync(context, recorder, WireJson.Default.SignalRequest, SignalExample, said => said.SessionId, FeedbackFields.Parse, cancellationToken);

    private static async Task<IResult> TakeAsync<T>(
        HttpContext context, FeedbackRecorder recorder, JsonTypeInfo<T> type, string example, Func<T, string?> sessionOf,
        Func<SessionId, T, (FeedbackRequest? Request, string? Error)> parse, CancellationToken cancellationToken)
        where T : class
    {
        var (said, error) = await JsonBody.ReadAsync(context, type, example, cancellationToken);
        if (said is null)
            return error!;
        var (session, unknown) = SessionField.Read(context, sessionOf(said));
        if (session is not { } id)
            return unknown!;

        var (request, sentence) = parse(id, said);
        return request is null
            ? ApiErrors.Result(context, StatusCodes.Status400BadRequest, sentence!)
            : Answer(context, await recorder.RecordAsync(request, cancellationToken));
    }

    private static async Task<IResult> StatsAsync(IFeedbackReports reports, CancellationToken cancellationToken) =>
        TypedResults.Ok(FeedbackStatsResponse.From(await reports.TotalsAsync(cancellationToken)));

    private static IResult Answer(HttpContext context, FeedbackOutcome outcome) => outcome switch
    {
        FeedbackOutcome.Kept kept => TypedResults.Ok(new FeedbackResponse(true, kept.Id.Value)),
        FeedbackOutcome.UnknownSession => SessionField.NotFound(context),
        FeedbackOutcome.SongNotShown => ApiErrors.Result(context, StatusCodes.Status400BadRequest,
            "This session has not shown the song of song_id. Send an id that came with its songs."),
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no outcome known here."),
    };
}
