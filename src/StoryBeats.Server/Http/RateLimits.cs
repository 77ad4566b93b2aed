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

    /// <summary>Calls an hour over all; default 50.</summary>
    [Range(1, 1_000_000)]
    public int PerHour { get; set; } = 50;

    /// <summary>Calls a day over all; default 200.</summary>
    [Range(1, 1_000_000)]
    public int PerDay { get; set; } = 200;
}

[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;

/// <summary>What a limit by the minute counts.</summary>
internal enum LimitedCall
{
    Analyze,
    MoreSongs,
}

/// <summary>Registers the limits.</summary>
internal static class RateLimits
{
    public static IServiceCollection AddApiRateLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RateLimitOptions>().Bind(configuration.GetSection(RateLimitOptions.SectionName)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsValidator>();
        services.AddRateLimiter(_ => { });
        services.AddOptions<Microsoft.AspNetCore.RateLimiting.RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>((limiter, options) =>
        {
            var limits = options.Value;
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = RejectAsync;
            // By the minute first: a call that it refuses does not use up the hour and the day.
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(context => PerMinute(context, limits)),
                PartitionedRateLimiter.Create<HttpContext, string>(context => Limit(context, "hour", limits.Enabled && IsLimited(context), limits.PerHour, TimeSpan.FromHours(1))),
                PartitionedRateLimiter.Create<HttpContext, string>(context => Limit(context, "day", limits.Enabled && IsLimited(context), limits.PerDay, TimeSpan.FromDays(1))));
        });
        return services;
    }

    /// <summary>Counts an endpoint's calls by the minute.</summary>
    public static RouteHandlerBuilder LimitedAs(this RouteHandlerBuilder endpoint, LimitedCall call) => endpoint.WithMetadata(call);

    // Pages, the API document and health are free.
    private static bool IsLimited(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private static RateLimitPartition<string> PerMinute(HttpContext context, RateLimitOptions limits) =>
        context.GetEndpoint()?.Metadata.OfType<LimitedCall>().Cast<LimitedCall?>().FirstOrDefault() is { } call
            ? Limit(context, call.ToString(), limits.Enabled, call is LimitedCall.Analyze ? limits.AnalyzePerMinute : limits.MoreSongsPerMinute, TimeSpan.FromMinutes(1))
            : RateLimitPartition.GetNoLimiter("");

    private static RateLimitPartition<string> Limit(HttpContext context, string what, bool enabled, int permits, TimeSpan window) => enabled
        ? RateLimitPartition.GetFixedWindowLimiter(
            $"{what} {context.Connection.RemoteIpAddress}",
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
