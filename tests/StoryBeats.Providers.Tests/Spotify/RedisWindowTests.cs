using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Fakes;
using StoryBeats.Providers.Caching;
using StoryBeats.Providers.Spotify;
using StoryBeats.Providers.Tests.Caching;

namespace StoryBeats.Providers.Tests.Spotify;

public sealed class RedisWindowTests
{
    private const int Limit = 10;

    [Fact]
    public async Task Two_instances_share_one_window()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var connectionOfOne = await redis.ConnectAsync();
        await using var connectionOfOther = await redis.ConnectAsync();
        using var logs = new LoggerFactory();
        await using var one = new RedisWindow(connectionOfOne, Limit, TimeProvider.System, logs.CreateLogger<RedisWindow>());
        await using var other = new RedisWindow(connectionOfOther, Limit, TimeProvider.System, logs.CreateLogger<RedisWindow>());

        var taken = 0;
        for (var i = 0; i < Limit; i++)
        {
            foreach (var instance in (RedisWindow[])[one, other])
            {
                if (await instance.TryTakeAsync(live: true, TestContext.Current.CancellationToken) <= TimeSpan.Zero)
                    taken++;
            }
        }

        taken.ShouldBe(Limit);
    }

    [Fact]
    public async Task Calls_that_nobody_waits_for_leave_a_quarter_of_the_shared_window_to_visitors()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var connectionOfOne = await redis.ConnectAsync();
        await using var connectionOfOther = await redis.ConnectAsync();
        using var logs = new LoggerFactory();
        await using var one = new RedisWindow(connectionOfOne, 8, TimeProvider.System, logs.CreateLogger<RedisWindow>());
        await using var other = new RedisWindow(connectionOfOther, 8, TimeProvider.System, logs.CreateLogger<RedisWindow>());

        var background = await TakenAsync(one, live: false) + await TakenAsync(other, live: false);
        var live = await TakenAsync(one, live: true) + await TakenAsync(other, live: true);

        background.ShouldBe(6);
        live.ShouldBe(2);
    }

    [Fact]
    public async Task A_long_wait_that_Spotify_told_one_instance_keeps_all_from_asking()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var connectionOfOne = await redis.ConnectAsync();
        await using var connectionOfOther = await redis.ConnectAsync();
        using var logs = new LoggerFactory();
        await using var shared = new RedisWindow(connectionOfOne, Limit, TimeProvider.System, logs.CreateLogger<RedisWindow>());
        await using var sharedOfOther = new RedisWindow(connectionOfOther, Limit, TimeProvider.System, logs.CreateLogger<RedisWindow>());
        var options = Options.Create(new SpotifyOptions { CallsPer30Seconds = Limit });
        var one = new SpotifyAdmission(options, shared, TimeProvider.System);
        var other = new SpotifyAdmission(options, sharedOfOther, TimeProvider.System);

        using var before = await other.AcquireAsync(live: true, TestContext.Current.CancellationToken);
        await one.HoldAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        using var after = await other.AcquireAsync(live: true, TestContext.Current.CancellationToken);

        before.IsAcquired.ShouldBeTrue();
        after.IsAcquired.ShouldBeFalse();
        other.HeldFor.ShouldBeInRange(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Without_Redis_an_instance_keeps_to_its_own_window_and_says_so_once()
    {
        using var listener = new LogListener();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(listener));
        var time = new FakeTimeProvider();
        await using var connection = new RedisConnection($"127.0.0.1:{FreePort.Find()}");
        await using var shared = new RedisWindow(connection, Limit, time, logs.CreateLogger<RedisWindow>());
        var admission = new SpotifyAdmission(Options.Create(new SpotifyOptions { CallsPer30Seconds = Limit }), shared, time);

        var gone = 0;
        for (var i = 0; i < Limit * 2; i++)
        {
            using var lease = await admission.AcquireAsync(live: true, TestContext.Current.CancellationToken);
            if (lease.IsAcquired)
                gone++;
        }

        gone.ShouldBe(Limit);
        listener.Lines.Count(line => line.StartsWith("Warning: Redis does not answer", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static async Task<int> TakenAsync(RedisWindow window, bool live)
    {
        var taken = 0;
        for (var i = 0; i < Limit; i++)
        {
            if (await window.TryTakeAsync(live, TestContext.Current.CancellationToken) <= TimeSpan.Zero)
                taken++;
        }

        return taken;
    }
}
