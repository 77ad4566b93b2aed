using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Telemetry;
using Polly.Timeout;

namespace StoryBeats.Providers.Spotify.Accounts;

/// <summary>What stands between a visitor's call and the API: reads are tried again and have little time each, changes are made once.</summary>
internal static class AccountResilience
{
    private const int Retries = 2;

    /// <summary>Builds it.</summary>
    /// <param name="pipeline">What it is built into.</param>
    /// <param name="attempt">How long a read may take.</param>
    /// <param name="admission">Counts every call into the window of all; null where there is none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Learn of repetitions.</param>
    public static void ForApi(
        ResiliencePipelineBuilder<HttpResponseMessage> pipeline, TimeSpan attempt, SpotifyAdmission? admission, TimeProvider time, ILoggerFactory loggers)
    {
        pipeline.ConfigureTelemetry(new TelemetryOptions { LoggerFactory = loggers, SeverityProvider = _ => ResilienceEventSeverity.Debug });
        pipeline.TimeProvider = time;
        pipeline.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = Retries,
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            // A playlist made twice is worse than none.
            ShouldHandle = args => ValueTask.FromResult(IsRead(args.Context) && MayPass(args.Outcome, time)),
        });
        if (admission is not null)
        {
            pipeline.AddRateLimiter(new HttpRateLimiterStrategyOptions
            {
                RateLimiter = args => admission.AcquireAsync(live: true, args.Context.CancellationToken),
            });
        }

        pipeline.AddTimeout(new HttpTimeoutStrategyOptions
        {
            // A change may be under way though its answer is late: it has all the time of the client.
            TimeoutGenerator = args => ValueTask.FromResult(IsRead(args.Context) ? attempt : Timeout.InfiniteTimeSpan),
        });
    }

    private static bool IsRead(ResilienceContext context) => context.GetRequestMessage()?.Method == HttpMethod.Get;

    private static bool MayPass(Outcome<HttpResponseMessage> outcome, TimeProvider time) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        { Result: { StatusCode: HttpStatusCode.TooManyRequests } response } => SpotifyWireHandler.RetryAfter(response, time) <= SpotifyResilience.LongestRetryAfter,
        { Result.StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout } => true,
        _ => false,
    };
}
