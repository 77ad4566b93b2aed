using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Telemetry;
using Polly.Timeout;

namespace StoryBeats.Providers.Spotify;

/// <summary>What stands between a call and the wire: a time in all, repetition, admission, a circuit, a time each.</summary>
internal static class SpotifyResilience
{
    /// <summary>A wait that Spotify asks for is waited out if it is not longer; else the call fails and the gate stays shut.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>How long Spotify is left alone after it failed too often.</summary>
    public static readonly TimeSpan CircuitBreak = TimeSpan.FromSeconds(5);

    private const int Retries = 2;

    /// <summary>For the API.</summary>
    public static void ForApi(
        ResiliencePipelineBuilder<HttpResponseMessage> pipeline, SpotifyOptions options, SpotifyAdmission admission, TimeProvider time, ILoggerFactory loggers)
    {
        pipeline.ConfigureTelemetry(Telemetry(loggers));
        pipeline.TimeProvider = time;
        pipeline
            .AddTimeout(TimeSpan.FromSeconds(options.CallSeconds))
            .AddRetry(Retry(time, onlyReads: true))
            .AddRateLimiter(new HttpRateLimiterStrategyOptions
            {
                RateLimiter = args => admission.AcquireAsync(Terms(args.Context)?.Live ?? true, args.Context.CancellationToken),
            })
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                // Half of at least ten calls in ten seconds: then a moment of peace.
                FailureRatio = .5,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = CircuitBreak,
                ShouldHandle = args => ValueTask.FromResult(IsTransient(args.Outcome)),
            })
            .AddTimeout(TimeSpan.FromSeconds(options.AttemptSeconds));
    }

    /// <summary>For the app's tokens, which may be asked for as often as one likes.</summary>
    public static void ForAccounts(
        ResiliencePipelineBuilder<HttpResponseMessage> pipeline, SpotifyOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        pipeline.ConfigureTelemetry(Telemetry(loggers));
        pipeline.TimeProvider = time;
        pipeline
            .AddTimeout(TimeSpan.FromSeconds(options.CallSeconds))
            .AddRetry(Retry(time, onlyReads: false))
            .AddTimeout(TimeSpan.FromSeconds(options.AttemptSeconds));
    }

    // A line for each repetition is for those who look for something; SpotifyHealth says once that Spotify fails.
    private static TelemetryOptions Telemetry(ILoggerFactory loggers) => new()
    {
        LoggerFactory = loggers,
        SeverityProvider = _ => ResilienceEventSeverity.Debug,
    };

    private static HttpRetryStrategyOptions Retry(TimeProvider time, bool onlyReads) => new()
    {
        MaxRetryAttempts = Retries,
        Delay = TimeSpan.FromMilliseconds(100),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = args => ValueTask.FromResult(ShouldRetry(args, time, onlyReads)),
    };

    // What changes something may have been done though no answer came: only what was refused is tried again. Each repetition is a call of
    // the request's budget too.
    private static bool ShouldRetry(RetryPredicateArguments<HttpResponseMessage> args, TimeProvider time, bool onlyReads) =>
        args.AttemptNumber < Retries
        && (IsShortWait(args.Outcome, time) || (IsTransient(args.Outcome) && (!onlyReads || args.Context.GetRequestMessage()?.Method == HttpMethod.Get)))
        && (Terms(args.Context)?.TryRepeat() ?? true);

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        { Result.StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout } => true,
        _ => false,
    };

    private static bool IsShortWait(Outcome<HttpResponseMessage> outcome, TimeProvider time) =>
        outcome.Result is { StatusCode: HttpStatusCode.TooManyRequests } response
        && SpotifyWireHandler.RetryAfter(response, time) <= LongestRetryAfter;

    private static CallTerms? Terms(ResilienceContext context) =>
        context.GetRequestMessage() is { } request && request.Options.TryGetValue(CallTerms.Key, out var terms) ? terms : null;
}
