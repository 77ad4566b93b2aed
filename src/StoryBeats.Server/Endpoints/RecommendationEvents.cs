using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StoryBeats.Providers.Previews;
using StoryBeats.Recommendations;
using StoryBeats.Server.Http;
using StoryBeats.Server.Visits;
using StoryBeats.Server.Wire;
using StoryBeats.Telemetry;

namespace StoryBeats.Server.Endpoints;

/// <summary>
/// A recommendation in stages: <c>vibe</c> and <c>songs</c> as this machine has them while a model still looks, both again as they count,
/// then <c>done</c>. Where no model looks the draft is left out.
/// </summary>
internal sealed partial class RecommendationEvents(RecommendationPipeline pipeline, VisitBook visits, PreviewBook previews, ILogger<RecommendationEvents> logger)
{
    /// <summary>The answer: events, or an error with its own status where nothing could be said before it.</summary>
    public async Task<IResult> AnswerAsync(HttpContext context, RecommendationRequest request, CancellationToken cancellationToken)
    {
        var steps = pipeline.RecommendInStepsAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var begun = false;
        try
        {
            if (!await steps.MoveNextAsync())
                throw new InvalidOperationException("A recommendation has no step.");
            if (steps.Current is RecommendationStep.Ended { Outcome: not RecommendationOutcome.Recommended and var failure })
                return Songs.Failure(context, visits, request.Visit, failure);

            EventStream.Prepare(context.Response);
            begun = true;
            return TypedResults.ServerSentEvents(EventsAsync(context, request, steps, cancellationToken));
        }
        finally
        {
            if (!begun)
                await steps.DisposeAsync();
        }
    }

    private async IAsyncEnumerable<SseItem<string>> EventsAsync(
        HttpContext context, RecommendationRequest request, IAsyncEnumerator<RecommendationStep> steps, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The framework's own is less strict.
        context.Response.Headers.CacheControl = "no-store";
        await using (steps)
        {
            var (more, fault) = (true, (SseItem<string>?)null);
            while (more)
            {
                foreach (var item in Items(context, request, steps.Current))
                    yield return item;
                (more, fault) = await NextAsync(steps, cancellationToken);
            }

            if (fault is { } last)
                yield return last;
        }
    }

    private IEnumerable<SseItem<string>> Items(HttpContext context, RecommendationRequest request, RecommendationStep step) => step switch
    {
        RecommendationStep.Read read => [Item("vibe", new VibeEvent(read.IsDraft, AnalysisResponse.From(read.Analysis)), WireJson.Default.VibeEvent)],
        RecommendationStep.Drafted drafted => [SongsItem(drafted.Result, isDraft: true)],
        RecommendationStep.Ended { Outcome: RecommendationOutcome.Recommended { Result: var result } } =>
        [
            SongsItem(result, isDraft: false),
            Item("done", new DoneEvent(result.SessionId.Value), WireJson.Default.DoneEvent),
        ],
        RecommendationStep.Ended { Outcome: var failure } => [Error(Songs.Describe(context, visits, request.Visit, failure))],
        _ => throw new InvalidOperationException($"{step.GetType().Name} is no event."),
    };

    // Once a word is said the status cannot change any more: what goes wrong is an event.
    private async ValueTask<(bool More, SseItem<string>? Fault)> NextAsync(IAsyncEnumerator<RecommendationStep> steps, CancellationToken cancellationToken)
    {
        try
        {
            return (await steps.MoveNextAsync(), null);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogBroken(fault);
            return (false, Error(ApiExceptionHandler.Describe(fault)));
        }
    }

    private SseItem<string> SongsItem(RecommendationResult result, bool isDraft) =>
        Item("songs", SongsEvent.From(isDraft, RecommendationResponse.From(result, Songs.Of(result, previews))), WireJson.Default.SongsEvent);

    private static SseItem<string> Error((int Status, string Sentence, string? Code) error)
    {
        if (error.Status >= StatusCodes.Status500InternalServerError)
            RequestTally.Current?.Fails();
        return Item("error", new ErrorEvent(error.Sentence, error.Status, error.Code), WireJson.Default.ErrorEvent);
    }

    private static SseItem<string> Item<T>(string name, T data, JsonTypeInfo<T> type) => new(JsonSerializer.Serialize(data, type), name);

    [LoggerMessage(Level = LogLevel.Error, Message = "A recommendation broke off after it had begun to answer")]
    private partial void LogBroken(Exception fault);
}
