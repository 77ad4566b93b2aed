using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Fakes;
using StoryBeats.Providers.Caching;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Tests.Caching;

public sealed class CallCountsTests
{
    private static readonly CallWindow[] Windows = [new("minute", 3, TimeSpan.FromMinutes(1)), new("hour", 5, TimeSpan.FromHours(1))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Alone_a_full_window_says_what_is_left_of_it_and_a_refused_call_does_not_use_up_the_longer_one()
    {
        var clock = new FakeTimeProvider();
        using var rig = new Rig(clock);
        await AllowedAsync(rig.Alone, 3);
        clock.Advance(TimeSpan.FromSeconds(45));

        (await CountAsync(rig.Alone)).ShouldBe(TimeSpan.FromSeconds(15));
        (await CountAsync(rig.Alone, "other")).ShouldBe(TimeSpan.Zero);
        clock.Advance(TimeSpan.FromSeconds(15));
        await AllowedAsync(rig.Alone, 2);
        (await CountAsync(rig.Alone)).ShouldBe(TimeSpan.FromMinutes(59));
    }

    [Fact]
    public async Task Too_many_clients_share_what_one_may()
    {
        var clock = new FakeTimeProvider();
        using var rig = new Rig(clock);
        for (var client = 0; client < LocalCallCounts.Capacity / Windows.Length; client++)
            (await CountAsync(rig.Alone, $"client {client}")).ShouldBe(TimeSpan.Zero);

        for (var call = 0; call < 3; call++)
            (await CountAsync(rig.Alone, $"one more {call}")).ShouldBe(TimeSpan.Zero);
        (await CountAsync(rig.Alone, "one too many")).ShouldBeGreaterThan(TimeSpan.Zero);
        (await CountAsync(rig.Alone, "client 0")).ShouldBe(TimeSpan.Zero);

        clock.Advance(TimeSpan.FromHours(1));
        (await CountAsync(rig.Alone, "one too many")).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Instances_count_together_and_what_is_counted_survives_them()
    {
        await using var redis = await RedisServer.StartAsync();
        using (var first = new Rig(TimeProvider.System))
        {
            await using var connectionOfFirst = await redis.ConnectAsync();
            await AllowedAsync(first.Over(connectionOfFirst), 2);
        }

        using var rig = new Rig(TimeProvider.System);
        await using var connection = await redis.ConnectAsync();
        var second = rig.Over(connection);
        await AllowedAsync(second, 1);
        var wait = await CountAsync(second);

        wait.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        (await CountAsync(second, "other")).ShouldBe(TimeSpan.Zero);
        rig.Log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task While_Redis_is_away_an_instance_counts_alone_says_so_once_and_comes_back_by_itself()
    {
        var port = FreePort.Find();
        var clock = new FakeTimeProvider();
        using var rig = new Rig(clock);
        await using var connection = new RedisConnection($"127.0.0.1:{port}");
        var counts = rig.Over(connection);

        await AllowedAsync(counts, 3);
        (await CountAsync(counts)).ShouldBeGreaterThan(TimeSpan.Zero);
        rig.Log.Lines.Count(line => line.StartsWith("Warning: Redis does not answer", StringComparison.Ordinal)).ShouldBe(1);
        rig.Counted.ShouldAllBe(where => where == "alone");

        await using var redis = await RedisServer.StartAsync(port);
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (!rig.Log.Lines.Any(line => line.StartsWith("Information: Redis answers again", StringComparison.Ordinal)))
        {
            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(50, Cancellation);
            clock.Advance(TimeSpan.FromSeconds(6));
            await CountAsync(counts, "another");
        }

        rig.Counted.ShouldContain("shared", StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_somebody_else_wrote_into_Redis_opens_nothing()
    {
        await using var redis = await RedisServer.StartAsync();
        using var rig = new Rig(TimeProvider.System);
        await using var connection = await redis.ConnectAsync();
        await (await connection.GetAsync(Cancellation)).GetDatabase().StringSetAsync("storybeats:calls:{client}:minute", "no number");
        var counts = rig.Over(connection);

        await AllowedAsync(counts, 3);
        (await CountAsync(counts)).ShouldBeGreaterThan(TimeSpan.Zero);
    }

    private static async Task AllowedAsync(ICallCounts counts, int calls)
    {
        for (var call = 0; call < calls; call++)
            (await CountAsync(counts)).ShouldBe(TimeSpan.Zero);
    }

    private static async Task<TimeSpan> CountAsync(ICallCounts counts, string client = "client") => await counts.CountAsync(client, Windows, Cancellation);

    /// <summary>One instance's counts, and what it says.</summary>
    private sealed class Rig : IDisposable
    {
        private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<StoryBeatsMetrics>().BuildServiceProvider();
        private readonly ILoggerFactory _logs;
        private readonly MeterListener _listener = new();
        private readonly TimeProvider _clock;

        public Rig(TimeProvider clock)
        {
            _clock = clock;
            _logs = LoggerFactory.Create(logging => logging.AddProvider(Log));
            Alone = new LocalCallCounts(clock, Metrics);
            var factory = _services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name is "storybeats.requests.limited" && ReferenceEquals(instrument.Meter.Scope, factory))
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Counted.Add((string)tags[0].Value!));
            _listener.Start();
        }

        public LogListener Log { get; } = new();

        public LocalCallCounts Alone { get; }

        public List<string> Counted { get; } = [];

        private StoryBeatsMetrics Metrics => _services.GetRequiredService<StoryBeatsMetrics>();

        public RedisCallCounts Over(RedisConnection redis) => new(redis, Alone, _clock, Metrics, _logs.CreateLogger<RedisCallCounts>());

        public void Dispose()
        {
            _listener.Dispose();
            _logs.Dispose();
            _services.Dispose();
        }
    }
}
