using System.Diagnostics;

namespace StoryBeats.Fakes.Models;

/// <summary>Before everything else: takes a question to a model in whole, records it, and notes when its answer goes.</summary>
internal sealed class ModelRecorder(FakeSettings settings, ModelLog log, IReadOnlyList<ModelWire> wires)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var wire = HttpMethods.IsPost(context.Request.Method) ? wires.FirstOrDefault(wire => context.Request.Path.Equals(wire.Path, StringComparison.Ordinal)) : null;
        if (wire is null)
        {
            await next(context);
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        string text;
        try
        {
            text = await reader.ReadToEndAsync(context.RequestAborted);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // Half a question is none.
            return;
        }

        var visit = Record(wire, text, Stopwatch.GetTimestamp());
        log.Add(visit.Call);
        context.Features.Set(visit);
        await AnswerAsync(context, next, visit.Call);
    }

    private static ModelVisit Record(ModelWire wire, string text, long arrived)
    {
        var body = Loose.Parse(text);
        var question = body is null ? new ModelQuestion() : wire.Read(body);
        return new ModelVisit(
            new ModelCall
            {
                Service = wire.Service,
                Model = question.Model,
                System = question.System,
                Prompt = question.Prompt,
                Images = question.Images,
                Schema = question.Schema,
                Streamed = question.Streamed,
                MaxTokens = question.MaxTokens,
                Body = text,
                OrdersSongs = SongOrder.IsAskedIn(question.Schema, question.Prompt),
                Arrived = arrived,
            },
            body);
    }

    private async Task AnswerAsync(HttpContext context, RequestDelegate next, ModelCall call)
    {
        var original = context.Response.Body;
        context.Response.Body = new NotingStream(original, call);
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode == StatusCodes.Status429TooManyRequests && context.Response.Headers.RetryAfter.Count == 0)
                context.Response.Headers.RetryAfter = settings.Models[call.Service].For(call).RetryAfter;
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = original;
            var left = context.RequestAborted.IsCancellationRequested;
            call.ClientLeft = left && !context.Items.ContainsKey(typeof(ModelEndpoint));
            if (!left || call.FirstByte is not null)
            {
                call.Status = context.Response.StatusCode;
                if (call.FirstByte is null)
                    call.Wrote();
            }
        }
    }
}
