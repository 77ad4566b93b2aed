using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using StoryBeats.Outages;
using StoryBeats.Providers.Caching;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Tests.Caching;

public sealed class RedisWatchTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<StoryBeatsMetrics>().AddSingleton<Parts>().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new();
    private readonly LogListener _log = new();
    private readonly Redis _redis = new();
    private readonly RedisWatch _watch;

    public RedisWatchTests() => _watch = new RedisWatch(_redis, Parts, _time, new LoggerFactory([_log]).CreateLogger<RedisWatch>());

    private Parts Parts => _services.GetRequiredService<Parts>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task After_a_failure_nobody_asks_for_a_moment_then_one_does_for_all()
    {
        _redis.Fault = new RedisConnectionException(ConnectionFailureType.UnableToConnect, "gone");
        await FailsAsync();
        _redis.Calls.ShouldBe(1);

        await FailsAsync();
        _time.Advance(TimeSpan.FromMilliseconds(800));
        await FailsAsync();
        _redis.Calls.ShouldBe(1);

        _time.Advance(TimeSpan.FromMilliseconds(100));
        await FailsAsync();
        await FailsAsync();
        _redis.Calls.ShouldBe(2);
        Parts.IsAway(Parts.Redis).ShouldBeTrue();
        _log.Lines.Count.ShouldBe(1, "that it is away is said once");
    }

    [Fact]
    public async Task Once_it_has_answered_everybody_asks_again()
    {
        _redis.Fault = new RedisConnectionException(ConnectionFailureType.UnableToConnect, "gone");
        await FailsAsync();
        _redis.Fault = null;
        _time.Advance(RedisPulse.Interval);

        for (var i = 0; i < 3; i++)
            await _watch.GetAsync("a", TestContext.Current.CancellationToken);

        _redis.Calls.ShouldBe(4);
        Parts.IsAway(Parts.Redis).ShouldBeFalse();
    }

    [Fact]
    public async Task A_call_that_somebody_had_no_patience_for_is_no_failure()
    {
        _redis.Fault = new OperationCanceledException();
        await Should.ThrowAsync<OperationCanceledException>(() => _watch.SetAsync("a", [], new DistributedCacheEntryOptions(), TestContext.Current.CancellationToken));
        _redis.Fault = null;

        await _watch.GetAsync("a", TestContext.Current.CancellationToken);

        _redis.Calls.ShouldBe(2);
        Parts.IsAway(Parts.Redis).ShouldBeFalse();
        _log.Lines.ShouldBeEmpty();
    }

    private async Task FailsAsync() => await Should.ThrowAsync<RedisException>(() => _watch.GetAsync("a", TestContext.Current.CancellationToken));

    private sealed class Redis : IDistributedCache
    {
        public int Calls { get; private set; }

        public Exception? Fault { get; set; }

        public byte[]? Get(string key) => GetAsync(key).GetAwaiter().GetResult();

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default)
        {
            Calls++;
            return Fault is null ? Task.FromResult<byte[]?>(null) : Task.FromException<byte[]?>(Fault);
        }

        public void Refresh(string key) => Get(key);

        public Task RefreshAsync(string key, CancellationToken token = default) => GetAsync(key, token);

        public void Remove(string key) => Get(key);

        public Task RemoveAsync(string key, CancellationToken token = default) => GetAsync(key, token);

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => Get(key);

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) => GetAsync(key, token);
    }
}
