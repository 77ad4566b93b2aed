using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using StoryBeats.Outages;

namespace StoryBeats.Providers.Caching;

/// <summary>
/// Says once that Redis is away, and once that it is back. After a failure it is left alone for a moment: who asks then fails at once. A call that
/// somebody had no patience for is none: one slow answer of a busy machine does not keep the instances apart.
/// </summary>
internal sealed partial class RedisWatch(IDistributedCache inner, Parts parts, TimeProvider time, ILogger<RedisWatch> logger) : IDistributedCache
{
    // A little less than the pulse, so that no beat of it falls into a pause.
    private readonly RedisPause _pause = new(.9 * RedisPulse.Interval, time);

    public byte[]? Get(string key)
    {
        Check();
        try
        {
            return Answered(inner.Get(key));
        }
        catch (Exception fault)
        {
            Away(fault);
            throw;
        }
    }

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => WatchAsync(() => inner.GetAsync(key, token));

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        Check();
        try
        {
            inner.Set(key, value, options);
            Answered(true);
        }
        catch (Exception fault)
        {
            Away(fault);
            throw;
        }
    }

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        WatchAsync(() => inner.SetAsync(key, value, options, token));

    public void Refresh(string key) => inner.Refresh(key);

    public Task RefreshAsync(string key, CancellationToken token = default) => WatchAsync(() => inner.RefreshAsync(key, token));

    public void Remove(string key) => inner.Remove(key);

    public Task RemoveAsync(string key, CancellationToken token = default) => WatchAsync(() => inner.RemoveAsync(key, token));

    private async Task WatchAsync(Func<Task> call)
    {
        Check();
        try
        {
            await call();
            Answered(true);
        }
        catch (Exception fault)
        {
            Away(fault);
            throw;
        }
    }

    private async Task<byte[]?> WatchAsync(Func<Task<byte[]?>> call)
    {
        Check();
        try
        {
            return Answered(await call());
        }
        catch (Exception fault)
        {
            Away(fault);
            throw;
        }
    }

    private void Check()
    {
        if (_pause.Holds())
            throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, "Redis failed a moment ago, and is left alone.");
    }

    private T Answered<T>(T value)
    {
        _pause.End();
        if (parts.Set(Parts.Redis, isAway: false))
            LogBack();
        return value;
    }

    private void Away(Exception fault)
    {
        if (fault is OperationCanceledException)
            return;

        _pause.Begin();
        if (parts.Set(Parts.Redis, isAway: true))
            LogAway(fault.Message);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis does not answer: caches are in memory alone until it does ({Why})")]
    private partial void LogAway(string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis answers again: caches are shared")]
    private partial void LogBack();
}
