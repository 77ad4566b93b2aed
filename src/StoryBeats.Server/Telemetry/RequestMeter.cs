using System.Diagnostics;
using StoryBeats.Server.Http;
using StoryBeats.Telemetry;

namespace StoryBeats.Server.Telemetry;

/// <summary>Measures every call of the API, from outside of all that may answer it; the operator's own look at the figures is no such call.</summary>
internal static class RequestMeter
{
    /// <summary>Measures; first of all middleware.</summary>
    public static void UseRequestMeter(this WebApplication app)
    {
        var metrics = app.Services.GetRequiredService<StoryBeatsMetrics>();
        app.Use(async (context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
            {
                await next(context);
                return;
            }

            var start = Stopwatch.GetTimestamp();
            var tally = RequestTally.Begin();
            var asked = new Asked();
            context.Features.Set(asked);
            try
            {
                await next(context);
            }
            finally
            {
                if (asked.Call is not LimitedCall.Free)
                    Measure(metrics, context, NameOf(asked.Call), tally, Stopwatch.GetElapsedTime(start));
            }
        });
    }

    /// <summary>Remembers what is asked, after routing: who handles a fault forgets it.</summary>
    public static void UseRequestNames(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Features.Get<Asked>() is { } asked)
            asked.Call = RateLimits.CallOf(context.GetEndpoint());
        return next(context);
    });

    private static void Measure(StoryBeatsMetrics metrics, HttpContext context, string asked, RequestTally tally, TimeSpan duration)
    {
        var status = context.Response.StatusCode;
        var outcome = status >= 500 || tally.IsFailed ? "failed"
            : context.RequestAborted.IsCancellationRequested ? "gone"
            : status == StatusCodes.Status429TooManyRequests ? "limited"
            : status >= 400 ? "refused"
            : "answered";
        metrics.Requested(asked, outcome, tally, duration);
        if (outcome is "failed")
            metrics.Failed("storybeats", status == StatusCodes.Status500InternalServerError ? "unforeseen" : tally.IsFailed ? "broken_off" : "unavailable");
    }

    private static string NameOf(LimitedCall? call) => call switch
    {
        LimitedCall.Analyze => "photo",
        LimitedCall.MoreSongs => "more_songs",
        LimitedCall.Refine => "refine",
        LimitedCall.Feedback => "feedback",
        LimitedCall.Implicit => "signal",
        LimitedCall.Records => "records",
        _ => "other",
    };

    private sealed class Asked
    {
        public LimitedCall? Call { get; set; }
    }
}
