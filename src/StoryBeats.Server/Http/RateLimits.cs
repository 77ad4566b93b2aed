using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace StoryBeats.Server.Http;

/// <summary>How often one client may call.</summary>
public sealed class RateLimitOptions
{
    /// <summary>The configuration section: <c>RateLimits</c>.</summary>
    public const string SectionName = "RateLimits";

    /// <summary>Whether limits apply; default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Photos a minute; default 5.</summary>
    [Range(1, 1_000_000)]
    public int AnalyzePerMinute { get; set; } = 5;

    /// <summary>Calls for more songs a minute; default 10.</summary>
    [Range(1, 1_000_000)]
    public int MoreSongsPerMinute { get; set; } = 10;

    /// <summary>Moves of a slider a minute, and other wishes; default 60.</summary>
    [Range(1, 1_000_000)]
    public int RefinePerMinute { get; set; } = 60;

    /// <summary>Wishes an hour; default 600. Apart from all else: whoever plays with a slider can still like songs, and see and delete what is kept.</summary>
    [Range(1, 1_000_000)]
    public int RefinePerHour { get; set; } = 600;

    /// <summary>Wishes a day; default 2400.</summary>
    [Range(1, 1_000_000)]
    public int RefinePerDay { get; set; } = 2400;

    /// <summary>Likes and dislikes a minute; default 20.</summary>
    [Range(1, 1_000_000)]
    public int FeedbackPerMinute { get; set; } = 20;

    /// <summary>Implicit signals a minute; default 50.</summary>
    [Range(1, 1_000_000)]
    public int ImplicitPerMinute { get; set; } = 50;

    /// <summary>Calls a minute that show or delete what is kept, or sums of it; default 30.</summary>
    [Range(1, 1_000_000)]
    public int RecordsPerMinute { get; set; } = 30;

    /// <summary>Photos and calls for songs an hour over all; default 50.</summary>
    [Range(1, 1_000_000)]
    public int PerHour { get; set; } = 50;

    /// <summary>Photos and calls for songs a day over all; default 200.</summary>
    [Range(1, 1_000_000)]
    public int PerDay { get; set; } = 200;

    /// <summary>
    /// Feedback, and calls that show or delete what is kept, an hour; default 250. Apart from <see cref="PerHour"/>, in the proportion of the limits by the minute: else a
    /// visitor's clicks would lock them out of photos.
    /// </summary>
    [Range(1, 1_000_000)]
    public int FeedbackPerHour { get; set; } = 250;

    /// <summary>The same a day; default 1000.</summary>
    [Range(1, 1_000_000)]
    public int FeedbackPerDay { get; set; } = 1000;
}

[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;

/// <summary>What a limit by the minute counts.</summary>
internal enum LimitedCall
{
    /// <summary>A photo.</summary>
    Analyze,

    /// <summary>A call for more songs, or for others.</summary>
    MoreSongs,

    /// <summary>Another wish for the songs.</summary>
    Refine,

    /// <summary>A like or dislike.</summary>
    Feedback,

    /// <summary>Something done about a song.</summary>
    Implicit,

    /// <summary>What is kept, seen or deleted, and sums of it.</summary>
    Records,
}

/// <summary>Registers the limits.</summary>
internal static class RateLimits
{
    public static IServiceCollection AddApiRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidated<RateLimitOptions, RateLimitOptionsValidator>(configuration.GetSection(RateLimitOptions.SectionName));
        services.AddRateLimiter(_ => { });
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>((limiter, options) =>
        {
            var limits = options.Value;
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = RejectAsync;
            // By the minute first: a call that it refuses does not use up the hour and the day.
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(context => PerMinute(context, limits)),
                PartitionedRateLimiter.Create<HttpContext, string>(context => OverAll(context, "hour", limits, limits.PerHour, limits.FeedbackPerHour, limits.RefinePerHour, TimeSpan.FromHours(1))),
                PartitionedRateLimiter.Create<HttpContext, string>(context => OverAll(context, "day", limits, limits.PerDay, limits.FeedbackPerDay, limits.RefinePerDay, TimeSpan.FromDays(1))));
        });
        return services;
    }

    /// <summary>Counts an endpoint's calls by the minute.</summary>
    public static RouteHandlerBuilder LimitedAs(this RouteHandlerBuilder endpoint, LimitedCall call) => endpoint.WithMetadata(call);

    // Pages, the API document and health are free.
    private static bool IsLimited(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private static LimitedCall? Call(HttpContext context) => context.GetEndpoint()?.Metadata.OfType<LimitedCall>().Cast<LimitedCall?>().FirstOrDefault();

    private static RateLimitPartition<string> PerMinute(HttpContext context, RateLimitOptions limits) => Call(context) is { } call
        ? Limit(context, call.ToString(), limits.Enabled, PerMinute(call, limits), TimeSpan.FromMinutes(1))
        : RateLimitPartition.GetNoLimiter("");

    private static int PerMinute(LimitedCall call, RateLimitOptions limits) => call switch
    {
        LimitedCall.Analyze => limits.AnalyzePerMinute,
        LimitedCall.MoreSongs => limits.MoreSongsPerMinute,
        LimitedCall.Refine => limits.RefinePerMinute,
        LimitedCall.Feedback => limits.FeedbackPerMinute,
        LimitedCall.Implicit => limits.ImplicitPerMinute,
        _ => limits.RecordsPerMinute,
    };

    private static RateLimitPartition<string> OverAll(
        HttpContext context, string what, RateLimitOptions limits, int songs, int feedback, int wishes, TimeSpan window) => Call(context) switch
        {
            LimitedCall.Refine => Limit(context, what + " wishes", limits.Enabled, wishes, window),
            LimitedCall.Feedback or LimitedCall.Implicit or LimitedCall.Records => Limit(context, what + " feedback", limits.Enabled, feedback, window),
            _ => Limit(context, what, limits.Enabled && IsLimited(context), songs, window),
        };

    private static RateLimitPartition<string> Limit(HttpContext context, string what, bool enabled, int permits, TimeSpan window) => enabled
        ? RateLimitPartition.GetFixedWindowLimiter(
            $"{what} {Convert.ToHexString(ClientAddress.Of(context))}",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = window })
        : RateLimitPartition.GetNoLimiter("");

    private static async ValueTask RejectAsync(Microsoft.AspNetCore.RateLimiting.OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : TimeSpan.FromMinutes(1);
        var seconds = (int)Math.Max(1, Math.Ceiling(wait.TotalSeconds));
        rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await ApiErrors.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, $"Too many requests. Try again in {seconds} seconds.");
    }
}
