using System.Diagnostics;
using System.Text;

namespace StoryBeats.Fakes.Models;

/// <summary>Answers questions to a model: checks, thinks, says it piece by piece.</summary>
internal sealed class ModelEndpoint(FakeSettings settings, ModelWire wire)
{
    private static long s_number;

    public async Task InvokeAsync(HttpContext context)
    {
        var visit = context.Features.Get<ModelVisit>() ?? throw new InvalidOperationException("A question to a model must have been recorded.");
        var call = visit.Call;
        var model = settings.Models[wire.Service];
        if (Complaint(context.Request, visit, model) is { } complaint)
        {
            call.Complaint = complaint.Message;
            await FailAsync(context, complaint);
            return;
        }

        model = model.For(call);
        if (model.Fails is { } status)
            await FailAsync(context, new ModelComplaint(status, "As set"));
        else if (call.Streamed)
            await StreamAsync(context, call, model);
        else
            await SendAsync(context, call, model);
    }

    /// <summary>What a service finds wrong: the key, the body, its parts, and last the pictures.</summary>
    private ModelComplaint? Complaint(HttpRequest request, ModelVisit visit, FakeModel model)
    {
        if (KeyProblem(request, model) is { } key)
            return key;
        if (visit.Body is not { } body)
            return new ModelComplaint(StatusCodes.Status400BadRequest, "The body of the request is no JSON object.");
        return wire.Check(request, body, visit.Call, model)
            ?? (visit.Call.Images.Select(image => image.Problem).FirstOrDefault(problem => problem is not null) is { } problem
                ? new ModelComplaint(StatusCodes.Status400BadRequest, "messages: " + problem)
                : null);
    }

    private ModelComplaint? KeyProblem(HttpRequest request, FakeModel model) =>
        model.ApiKey is { } right && wire.KeyOf(request) is var key && key != right ? wire.WrongKey(key) : null;

    private Task FailAsync(HttpContext context, ModelComplaint complaint) =>
        FakeJson.Result(ModelErrors.Of(wire.Service, complaint.Status, complaint.Message, complaint.Code), complaint.Status).ExecuteAsync(context);

    private async Task StreamAsync(HttpContext context, ModelCall call, FakeModel model)
    {
        var answer = Answer(call, model);
        var (first, whole) = Times(model);
        var pieces = Pieces(answer.Text, Math.Max(1, model.PieceLength)).ToList();
        context.Response.ContentType = wire.StreamType;
        context.Response.Headers.CacheControl = "no-cache";

        await UntilAsync(call, first, context.RequestAborted);
        await WriteAsync(context, wire.Begin(answer));
        for (var index = 0; index < pieces.Count; index++)
        {
            if (await StopsAsync(context, call, model))
                return;
            if (model.OnPiece is { } onPiece)
                await onPiece(call, call.Sent, context.RequestAborted);
            await UntilAsync(call, first + ((whole - first) * index / pieces.Count), context.RequestAborted);
            await WriteAsync(context, wire.Piece(answer, pieces[index]));
            call.Sent += pieces[index].Length;
        }

        if (await StopsAsync(context, call, model))
            return;
        await UntilAsync(call, whole, context.RequestAborted);
        await WriteAsync(context, wire.Finish(answer));
        call.Finished = true;
    }

    /// <summary>Whether it ends here, before it is finished.</summary>
    private async Task<bool> StopsAsync(HttpContext context, ModelCall call, FakeModel model)
    {
        if (call.Sent >= model.HangsAfter)
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        if (call.Sent >= model.OverloadedAfter)
        {
            await WriteAsync(context, wire.Overloaded);
            return true;
        }

        if (call.Sent >= model.CutAfter)
        {
            await CutAsync(context);
            return true;
        }

        return false;
    }

    private async Task SendAsync(HttpContext context, ModelCall call, FakeModel model)
    {
        var answer = Answer(call, model);
        await UntilAsync(call, Times(model).Whole, context.RequestAborted);
        if (model.OnPiece is { } onPiece)
            await onPiece(call, 0, context.RequestAborted);
        if (model.HangsAfter is not null)
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        if (model.OverloadedAfter is not null)
        {
            await FailAsync(context, new ModelComplaint(wire.Service == FakeService.Anthropic ? 529 : 503, "Overloaded"));
            return;
        }

        var body = Encoding.UTF8.GetBytes(wire.Whole(answer).ToJsonString());
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        if (model.CutAfter is { } cut && cut < body.Length)
        {
            await context.Response.Body.WriteAsync(body.AsMemory(0, cut), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await CutAsync(context);
            return;
        }

        await context.Response.Body.WriteAsync(body, context.RequestAborted);
        call.Sent = answer.Text.Length;
        call.Finished = true;
    }

    private ModelAnswer Answer(ModelCall call, FakeModel model)
    {
        var (text, end) = ModelSpeech.Of(call, model);
        call.Said = text;
        return new ModelAnswer(call, text, end, Interlocked.Increment(ref s_number), settings.Time.GetUtcNow());
    }

    private (TimeSpan First, TimeSpan Whole) Times(FakeModel model)
    {
        var first = settings.Draw(model.FirstToken.Draw);
        var whole = settings.Draw(model.Whole.Draw);
        return (first, whole > first ? whole : first);
    }

    /// <summary>The connection ends here, not the client's doing.</summary>
    private static async Task CutAsync(HttpContext context)
    {
        // An abort also throws away what was written and has not left yet.
        await Task.Delay(TimeSpan.FromMilliseconds(30), context.RequestAborted);
        context.Items[typeof(ModelEndpoint)] = true;
        context.Abort();
    }

    private static async Task UntilAsync(ModelCall call, TimeSpan due, CancellationToken cancellationToken)
    {
        var wait = due - Stopwatch.GetElapsedTime(call.Arrived);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, cancellationToken);
    }

    private static async Task WriteAsync(HttpContext context, string text)
    {
        if (text.Length == 0)
            return;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    /// <summary>Cut by letters, never within one.</summary>
    private static IEnumerable<string> Pieces(string text, int length)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = Math.Min(text.Length, at + length);
            if (end < text.Length && char.IsLowSurrogate(text[end]))
                end++;
            yield return text[at..end];
            at = end;
        }
    }
}
