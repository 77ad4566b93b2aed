using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Options;
using StoryBeats.Photos;
using StoryBeats.Providers.Caching;

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

    /// <summary>What whoever runs the server looks at; not counted.</summary>
    Free,
}

/// <summary>Counts each client's calls, and refuses those over the limits.</summary>
internal sealed class RateLimits(RequestDelegate next, IOptions<RateLimitOptions> options, ICallCounts counts, PhotoFingerprinter fingerprinter)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly RateLimitOptions _limits = options.Value;

    public async Task InvokeAsync(HttpContext context)
    {
        if (_limits.Enabled && Windows(context) is { Count: > 0 } windows)
        {
            var wait = await counts.CountAsync(Client(context), windows, context.RequestAborted);
            if (wait > TimeSpan.Zero)
            {
                await RejectAsync(context, wait);
                return;
            }
        }

        await next(context);
    }

    // No address leaves this process: what all instances count by is a hash under their common key.
    private string Client(HttpContext context) => fingerprinter.Of(ClientAddress.Of(context)).Value[..32];

    // By the minute first: a call that it refuses does not use up the hour and the day.
    private IReadOnlyList<CallWindow> Windows(HttpContext context) => CallOf(context.GetEndpoint()) switch
    {
        LimitedCall.Refine => [new(nameof(LimitedCall.Refine), _limits.RefinePerMinute, Minute), new("hour wishes", _limits.RefinePerHour, Hour), new("day wishes", _limits.RefinePerDay, Day)],
        LimitedCall.Feedback => OfFeedback(nameof(LimitedCall.Feedback), _limits.FeedbackPerMinute),
        LimitedCall.Implicit => OfFeedback(nameof(LimitedCall.Implicit), _limits.ImplicitPerMinute),
        LimitedCall.Records => OfFeedback(nameof(LimitedCall.Records), _limits.RecordsPerMinute),
        LimitedCall.Analyze => [new(nameof(LimitedCall.Analyze), _limits.AnalyzePerMinute, Minute), .. OverAll()],
        LimitedCall.MoreSongs => [new(nameof(LimitedCall.MoreSongs), _limits.MoreSongsPerMinute, Minute), .. OverAll()],
        LimitedCall.Free => [],
        // Pages, the API document and health are free.
        _ => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) ? OverAll() : [],
    };

    private CallWindow[] OverAll() => [new("hour", _limits.PerHour, Hour), new("day", _limits.PerDay, Day)];

    private CallWindow[] OfFeedback(string name, int perMinute) =>
        [new(name, perMinute, Minute), new("hour feedback", _limits.FeedbackPerHour, Hour), new("day feedback", _limits.FeedbackPerDay, Day)];

    /// <summary>As what an endpoint's calls count, or null for none by the minute.</summary>
    public static LimitedCall? CallOf(Endpoint? endpoint) => endpoint?.Metadata.OfType<LimitedCall>().Cast<LimitedCall?>().FirstOrDefault();

    private static Task RejectAsync(HttpContext context, TimeSpan wait)
    {
        var seconds = (int)Math.Ceiling(wait.TotalSeconds);
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return ApiErrors.WriteAsync(context, StatusCodes.Status429TooManyRequests, $"Too many requests. Try again in {seconds} seconds.");
    }
}

/// <summary>Registers the limits.</summary>
internal static class RateLimitServices
{
    public static IServiceCollection AddApiRateLimits(this IServiceCollection services, IConfiguration configuration) =>
        services.AddValidated<RateLimitOptions, RateLimitOptionsValidator>(configuration.GetSection(RateLimitOptions.SectionName));

    /// <summary>Counts an endpoint's calls by the minute.</summary>
    public static RouteHandlerBuilder LimitedAs(this RouteHandlerBuilder endpoint, LimitedCall call) => endpoint.WithMetadata(call);
}
