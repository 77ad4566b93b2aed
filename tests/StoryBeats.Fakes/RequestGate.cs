using System.Collections.Concurrent;
using System.Globalization;

namespace StoryBeats.Fakes;

/// <summary>What happens to every call before and after its endpoint: it is logged, waits, may be refused, may come out broken.</summary>
internal sealed class RequestGate(FakeSettings settings, CallLog calls)
{
    private static readonly (string Prefix, FakeService Service)[] Services =
    [
        ("/spotify/api/v1/", FakeService.Spotify),
        ("/spotify/accounts/", FakeService.SpotifyAccounts),
        ("/reccobeats/v1/", FakeService.ReccoBeats),
        ("/deezer/", FakeService.Deezer),
        ("/itunes/", FakeService.ITunes),
        ("/anthropic/", FakeService.Anthropic),
        ("/openai/v1/", FakeService.OpenAI),
        ("/compatible/v1/", FakeService.Compatible),
        ("/ollama/", FakeService.Ollama),
    ];

    private readonly ConcurrentDictionary<FakeService, CallWindow> _windows = new();

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "/";
        var (prefix, service) = Array.Find(Services, entry => path.StartsWith(entry.Prefix, StringComparison.Ordinal));
        if (prefix is null)
        {
            await next(context);
            return;
        }

        var template = context.GetEndpoint() is RouteEndpoint { RoutePattern: { RawText: { } raw } } && !raw.Contains("**", StringComparison.Ordinal) ? raw : path;
        var call = new FakeCall
        {
            Service = service,
            Endpoint = Name(template[prefix.Length..]),
            Method = context.Request.Method,
            Path = path[prefix.Length..],
            Query = context.Request.QueryString.Value ?? "",
            At = settings.Time.GetUtcNow(),
            Bearer = Bearer(context.Request),
        };
        calls.Add(call);
        try
        {
            await AnswerAsync(context, next, call);
            call.Status = context.Response.StatusCode;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left; its call stays without a status.
        }
    }

    /// <summary>The bearer token of a request, or null.</summary>
    internal static string? Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;
    }

    private static string Name(string template) => template == "api/token" ? "token" : template;

    private async Task AnswerAsync(HttpContext context, RequestDelegate next, FakeCall call)
    {
        if (settings.OnCall is { } onCall)
            await onCall(call, context.RequestAborted);

        var fault = settings.Faults.For(call.Service, call.Endpoint);
        if (fault.Kind == FakeFaultKind.Hang)
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);

        var latency = settings.Draw(settings.LatencyOf(call.Service).Draw);
        if (latency > TimeSpan.Zero)
            await Task.Delay(latency, context.RequestAborted);

        if (settings.Limits.TryGetValue(call.Service, out var limit)
            && _windows.GetOrAdd(call.Service, _ => new CallWindow()).Enter(limit, settings.Time.GetUtcNow()) is { } wait)
        {
            await RefuseAsync(context, call.Service, wait);
            return;
        }

        var error = settings.ErrorRate > 0 ? settings.Draw(random => random.NextDouble() < settings.ErrorRate ? random.Next(3) switch { 0 => 500, 1 => 502, _ => 503 } : 0) : 0;
        if (error != 0)
            await FakeErrors.Of(call.Service, error, "Server error").ExecuteAsync(context);
        else if (fault.Kind == FakeFaultKind.None)
            await next(context);
        else
            await FaultyAnswers.WriteAsync(context, next, call.Service, fault);
    }

    private static Task RefuseAsync(HttpContext context, FakeService service, TimeSpan wait)
    {
        if (service is FakeService.Deezer)
            return FakeErrors.Deezer("Exception", "Quota limit exceeded", 4).ExecuteAsync(context);
        if (service is FakeService.ITunes)
            return FakeErrors.Of(service, StatusCodes.Status403Forbidden, "Forbidden").ExecuteAsync(context);

        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return FakeErrors.Of(service, StatusCodes.Status429TooManyRequests, "API rate limit exceeded").ExecuteAsync(context);
    }
}
