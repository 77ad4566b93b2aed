using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Caching;

/// <summary>Counts in Redis: of all instances together, whoever of them ends. While Redis is away each instance counts for itself.</summary>
internal sealed partial class RedisCallCounts(RedisConnection redis, LocalCallCounts alone, TimeProvider clock, StoryBeatsMetrics metrics, ILogger<RedisCallCounts> logger) : ICallCounts
{
    // All windows in one call, and the time left told by Redis' own clock: a limiter a window would be three calls, and know whole seconds only.
    private const string Script = """
        for i = 1, #KEYS do
          local calls = redis.call('INCR', KEYS[i])
          if redis.call('PTTL', KEYS[i]) < 0 then redis.call('PEXPIRE', KEYS[i], ARGV[2 * i]) end
          if calls > tonumber(ARGV[2 * i - 1]) then return math.max(1, redis.call('PTTL', KEYS[i])) end
        end
        return 0
        """;

    private readonly RedisPause _pause = new(TimeSpan.FromSeconds(5), clock);

    public async ValueTask<TimeSpan> CountAsync(string client, IReadOnlyList<CallWindow> windows, CancellationToken cancellationToken)
    {
        if (_pause.Holds())
            return await alone.CountAsync(client, windows, cancellationToken);

        try
        {
            var connection = await redis.GetAsync(cancellationToken);
            // The braces keep a client's keys on one node of a cluster.
            RedisKey[] keys = [.. windows.Select(window => (RedisKey)$"storybeats:calls:{{{client}}}:{window.Name}")];
            RedisValue[] limits = [.. windows.SelectMany(window => (RedisValue[])[window.Limit, (long)window.Length.TotalMilliseconds])];
            var left = (long)await connection.GetDatabase().ScriptEvaluateAsync(Script, keys, limits);
            if (_pause.End())
                LogBack();
            metrics.Counted("shared", allowed: left == 0);
            return TimeSpan.FromMilliseconds(left);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            if (_pause.Begin())
                LogAway(fault.GetType().Name);
            return await alone.CountAsync(client, windows, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis does not answer: this instance counts its clients' calls alone ({Why})")]
    private partial void LogAway(string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis answers again: clients' calls are counted together")]
    private partial void LogBack();
}
