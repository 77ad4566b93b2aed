using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using RedisRateLimiting;
using StackExchange.Redis;
using StoryBeats.Providers.Caching;

namespace StoryBeats.Providers.Spotify;

/// <summary>The window in Redis. While Redis is away each instance keeps to its own.</summary>
internal sealed partial class RedisWindow : ISharedWindow, IAsyncDisposable, IDisposable
{
    private const string HeldKey = "storybeats:spotify:held";

    // Between two tries when all places are taken.
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);

    private readonly RedisConnection _redis;
    private readonly int _limit;
    private readonly RedisPause _pause;
    private readonly ILogger<RedisWindow> _logger;
    private readonly Lock _lock = new();
    private (RateLimiter All, RateLimiter Background)? _limiters;

    public RedisWindow(RedisConnection redis, int limit, TimeProvider time, ILogger<RedisWindow> logger)
    {
        _redis = redis;
        _limit = limit;
        _pause = new RedisPause(TimeSpan.FromSeconds(10), time);
        _logger = logger;
    }

    public ValueTask<TimeSpan> TryTakeAsync(bool live, CancellationToken cancellationToken) => AskAsync(
        async connection =>
        {
            var (all, background) = Limiters(connection);
            if (!live)
            {
                using var room = await background.AcquireAsync(1, cancellationToken);
                if (!room.IsAcquired)
                    return Again;
            }

            using var lease = await all.AcquireAsync(1, cancellationToken);
            return lease.IsAcquired ? TimeSpan.Zero : Again;
        },
        cancellationToken);

    public ValueTask<TimeSpan> HeldForAsync(CancellationToken cancellationToken) => AskAsync(
        async connection => await connection.GetDatabase().KeyTimeToLiveAsync(HeldKey) ?? TimeSpan.Zero, cancellationToken);

    // Two instances that are told at once are told much the same: the last word stands.
    public async ValueTask HoldAsync(TimeSpan duration, CancellationToken cancellationToken) => await AskAsync(
        async connection =>
        {
            await connection.GetDatabase().StringSetAsync(HeldKey, 1, duration);
            return TimeSpan.Zero;
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_limiters is not { } limiters)
            return;
        await limiters.All.DisposeAsync();
        await limiters.Background.DisposeAsync();
    }

    public void Dispose()
    {
        _limiters?.All.Dispose();
        _limiters?.Background.Dispose();
    }

    // Zero while Redis is away.
    private async ValueTask<TimeSpan> AskAsync(Func<IConnectionMultiplexer, Task<TimeSpan>> ask, CancellationToken cancellationToken)
    {
        if (_pause.Holds())
            return TimeSpan.Zero;

        try
        {
            var wait = await ask(await _redis.GetAsync(cancellationToken));
            if (_pause.End())
                LogBack();
            return wait;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            if (_pause.Begin())
                LogAway(fault.Message);
            return TimeSpan.Zero;
        }
    }

    private (RateLimiter All, RateLimiter Background) Limiters(IConnectionMultiplexer connection)
    {
        lock (_lock)
        {
            _limiters ??= (Limiter("storybeats:spotify", _limit), Limiter("storybeats:spotify:background", SpotifyAdmission.ForBackground(_limit)));
            return _limiters.Value;
        }

        RateLimiter Limiter(string key, int limit) => new RedisSlidingWindowRateLimiter<string>(key, new RedisSlidingWindowRateLimiterOptions
        {
            ConnectionMultiplexerFactory = () => connection,
            PermitLimit = limit,
            Window = SpotifyAdmission.Window,
        });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis does not answer: this instance counts its calls to Spotify alone ({Why})")]
    private partial void LogAway(string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis answers again: calls to Spotify are counted together")]
    private partial void LogBack();
}
