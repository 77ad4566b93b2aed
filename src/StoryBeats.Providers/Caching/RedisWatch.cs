using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using StoryBeats.Outages;

namespace StoryBeats.Providers.Caching;

/// <summary>Says once that Redis is away, and once that it is back.</summary>
internal sealed partial class RedisWatch(IDistributedCache inner, Parts parts, ILogger<RedisWatch> logger) : IDistributedCache
{

    public byte[]? Get(string key)
    {
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

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => WatchAsync(inner.GetAsync(key, token));

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
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
        WatchAsync(inner.SetAsync(key, value, options, token));

    public void Refresh(string key) => inner.Refresh(key);

    public Task RefreshAsync(string key, CancellationToken token = default) => WatchAsync(inner.RefreshAsync(key, token));

    public void Remove(string key) => inner.Remove(key);

    public Task RemoveAsync(string key, CancellationToken token = default) => WatchAsync(inner.RemoveAsync(key, token));

    private async Task WatchAsync(Task call)
    {
        try
        {
            await call;
            Answered(true);
        }
        catch (Exception fault)
        {
            Away(fault);
            throw;
        }
    }

    private async Task<byte[]?> WatchAsync(Task<byte[]?> call)
    {
        try
        {
            return Answered(await call);
        }
        catch (Exception fault)
        {
            Away(fault);
            throw;
        }
    }

    private T Answered<T>(T value)
    {
        if (parts.Set(Parts.Redis, isAway: false))
            LogBack();
        return value;
    }

    private void Away(Exception fault)
    {
        if (fault is not OperationCanceledException && parts.Set(Parts.Redis, isAway: true))
            LogAway(fault.Message);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis does not answer: caches are in memory alone until it does ({Why})")]
    private partial void LogAway(string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis answers again: caches are shared")]
    private partial void LogBack();
}
