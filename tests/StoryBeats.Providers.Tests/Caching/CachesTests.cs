using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StoryBeats.Catalog;
using StoryBeats.Fakes;
using StoryBeats.Providers.Caching;
using StoryBeats.Providers.Spotify;
using StoryBeats.Retrieval;
using StoryBeats.Vision;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Tests.Caching;

public sealed class CachesTests
{
    private static readonly FusionCacheEntryOptions Entry = CacheEntries.For(TimeSpan.FromMinutes(10));

    // Not everything was said.
    private static readonly VibeReading Reading = new() { Mood = "serene", CulturalVibe = CulturalVibe.Fusion, Themes = ["sea"], Energy = .25, Notes = ["energy 25 counts as 0.25"] };

    [Fact]
    public async Task Two_instances_share_what_one_has_found()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = Instance(redis.ConnectionString, out var logsOfOne);
        await RedisServer.ConnectAsync(one);
        await using var other = Instance(redis.ConnectionString, out var logsOfOther);
        await RedisServer.ConnectAsync(other);
        var analysis = Analysis();
        var pool = Pool();

        await Cache(one).SetAsync("vibe:v2:abc", analysis, InTheForeground(), token: TestContext.Current.CancellationToken);
        await Cache(one).SetAsync("pool:v1:abc", pool, InTheForeground(), token: TestContext.Current.CancellationToken);
        await Cache(one).SetAsync("songs:v1:abc", new KeptAnswer(pool.Pool.Tracks), InTheForeground(), token: TestContext.Current.CancellationToken);
        await Cache(one).SetAsync("reading:v1:abc", Reading, InTheForeground(), token: TestContext.Current.CancellationToken);
        var sharedReading = await Cache(other).TryGetAsync<VibeReading>("reading:v1:abc", Entry, TestContext.Current.CancellationToken);
        var sharedAnalysis = await Cache(other).TryGetAsync<VibeAnalysis>("vibe:v2:abc", Entry, TestContext.Current.CancellationToken);
        var sharedPool = await Cache(other).TryGetAsync<KeptPool>("pool:v1:abc", Entry, TestContext.Current.CancellationToken);
        var sharedAnswer = await Cache(other).TryGetAsync<KeptAnswer>("songs:v1:abc", Entry, TestContext.Current.CancellationToken);

        JsonSerializer.Serialize(sharedAnalysis.Value).ShouldBe(JsonSerializer.Serialize(analysis));
        JsonSerializer.Serialize(sharedReading.Value).ShouldBe(JsonSerializer.Serialize(Reading));
        JsonSerializer.Serialize(sharedPool.Value).ShouldBe(JsonSerializer.Serialize(pool));
        JsonSerializer.Serialize(sharedAnswer.Value.Tracks).ShouldBe(JsonSerializer.Serialize(pool.Pool.Tracks));
        logsOfOne.Concat(logsOfOther).ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_one_instance_replaces_the_other_does_not_keep()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = Instance(redis.ConnectionString, out _);
        await RedisServer.ConnectAsync(one);
        await using var other = Instance(redis.ConnectionString, out _);
        await RedisServer.ConnectAsync(other);
        await Cache(one).SetAsync("id", "old", InTheForeground(), token: TestContext.Current.CancellationToken);
        (await Cache(other).TryGetAsync<string>("id", Entry, TestContext.Current.CancellationToken)).Value.ShouldBe("old");

        await Cache(one).SetAsync("id", "new", InTheForeground(), token: TestContext.Current.CancellationToken);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        string seen;
        do
        {
            await Task.Delay(20, patience.Token);
            seen = (await Cache(other).TryGetAsync<string>("id", Entry, patience.Token)).Value;
        }
        while (seen != "new");
        seen.ShouldBe("new");
    }

    [Fact]
    public async Task A_Redis_that_is_away_costs_misses_and_one_warning()
    {
        await using var instance = Instance($"127.0.0.1:{FreePort.Find()}", out var logs);
        var cache = Cache(instance);

        for (var i = 0; i < 5; i++)
            await cache.SetAsync($"key-{i}", $"value-{i}", Entry, token: TestContext.Current.CancellationToken);
        var kept = await cache.TryGetAsync<string>("key-3", Entry, TestContext.Current.CancellationToken);
        var missing = await cache.TryGetAsync<string>("key-9", Entry, TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!logs.Any(line => line.StartsWith("Warning", StringComparison.Ordinal)))
            await Task.Delay(20, patience.Token);

        kept.Value.ShouldBe("value-3");
        missing.HasValue.ShouldBeFalse();
        logs.Count(line => line.StartsWith("Warning", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal))
            .ShouldBe(1, string.Join('\n', logs));
    }

    [Fact]
    public async Task A_Redis_that_comes_back_is_used_again()
    {
        var redis = await RedisServer.StartAsync();
        var port = redis.Port;
        await using var one = Instance(redis.ConnectionString, out _);
        await RedisServer.ConnectAsync(one);
        await Cache(one).SetAsync("before", "kept", InTheForeground(), token: TestContext.Current.CancellationToken);
        await redis.DisposeAsync();
        await Cache(one).SetAsync("during", "kept", Entry, token: TestContext.Current.CancellationToken);

        await using var again = await RedisServer.StartAsync(port);
        await using var other = Instance(again.ConnectionString, out _);
        await RedisServer.ConnectAsync(other);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await Cache(other).TryGetAsync<string>("after", Entry, patience.Token)).HasValue)
        {
            await Cache(one).SetAsync("after", "kept", InTheForeground(), token: patience.Token);
            await Task.Delay(100, patience.Token);
        }

        (await Cache(one).TryGetAsync<string>("before", Entry, patience.Token)).Value.ShouldBe("kept");
        (await Cache(one).TryGetAsync<string>("during", Entry, patience.Token)).Value.ShouldBe("kept");
    }

    [Fact]
    public async Task A_type_that_nobody_speaks_for_is_an_error_in_the_log_and_stays_in_memory()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var instance = Instance(redis.ConnectionString, out var logs);
        await RedisServer.ConnectAsync(instance);

        await Cache(instance).SetAsync("unspoken", new Version(1, 2), Entry, token: TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (logs.IsEmpty)
            await Task.Delay(20, patience.Token);

        (await Cache(instance).TryGetAsync<Version>("unspoken", Entry, TestContext.Current.CancellationToken)).Value.ShouldBe(new Version(1, 2));
        logs.ShouldContain(line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public void A_connection_string_that_is_none_stops_the_start_and_is_not_repeated()
    {
        var services = new ServiceCollection();

        var fault = Should.Throw<InvalidDataException>(() => services.AddCaches(Settings("localhost,password=hidden,notasetting=1")));

        fault.Message.ShouldContain("ConnectionStrings:Redis");
        fault.Message.ShouldNotContain("hidden");
    }

    [Fact]
    public async Task A_program_that_does_not_wait_at_its_end_may_have_Redis_too()
    {
        await using var redis = await RedisServer.StartAsync();
        var instance = Instance(redis.ConnectionString, out _);
        await RedisServer.ConnectAsync(instance);
        await Cache(instance).SetAsync("id", "value", InTheForeground(), token: TestContext.Current.CancellationToken);

        Should.NotThrow(instance.Dispose);
    }

    [Fact]
    public void Without_Redis_there_is_one_cache_in_memory()
    {
        using var services = new ServiceCollection().AddLogging().AddCaches(Settings(null)).BuildServiceProvider();

        services.GetServices<IFusionCache>().ShouldHaveSingleItem().HasDistributedCache.ShouldBeFalse();
    }

    // So that the test need not wait for what nobody else waits for.
    private static FusionCacheEntryOptions InTheForeground() =>
        CacheEntries.For(TimeSpan.FromMinutes(10)).SetDistributedCacheTimeouts(null, TimeSpan.FromSeconds(5), false);

    private static IFusionCache Cache(ServiceProvider instance) => instance.GetRequiredService<IFusionCache>();

    private static ServiceProvider Instance(string redis, out ConcurrentQueue<string> logs)
    {
        var listener = new LogListener();
        logs = listener.Lines;
        return new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(listener))
            .AddCaches(Settings(redis))
            .BuildServiceProvider();
    }

    private static IConfiguration Settings(string? redis) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("ConnectionStrings:Redis", redis)]).Build();

    private static VibeAnalysis Analysis() => new()
    {
        Mood = "serene",
        MoodCategory = MoodCategory.Peaceful,
        Themes = ["sea", "evening"],
        Description = "A quiet sea.",
        Target = new AudioFeatures(.3, .5, .3, .7, .1, 85),
        MoodEvidence = [.1, .2],
        CulturalVibe = CulturalVibe.Indian,
        Source = "local",
        Colors = ["#102030"],
    };

    private static KeptPool Pool()
    {
        var track = new Track
        {
            Id = new TrackId("4uLU6hMCjMI75M1A2tKUQC"),
            SpotifyId = "4uLU6hMCjMI75M1A2tKUQC",
            Title = "Lisztomania",
            Artist = "Phoenix",
            Album = "Wolfgang Amadeus Phoenix",
            ReleaseDate = new ReleaseDate(2009, 5),
            Language = Languages.English,
            Moods = [MoodCategory.Happy],
            Features = new AudioFeatures(.8, .7, .6, .1, 0, 154),
            FeatureSource = FeatureSource.CuratedEstimate,
            FeatureConfidence = .6,
            Prominence = .9,
            DurationMs = 241_000,
            Isrc = Isrc.Parse("FRS1Z0900011"),
            Cover = new Uri("https://i.scdn.co/image/ab67616d00001e02"),
        };
        var ask = new ArtistAsk(new SelectedArtist("Phoenix", Languages.English), PoolPart.Proven);
        return new KeptPool(new ArtistPool(ask.Key, [track], DateTimeOffset.UnixEpoch), DateTimeOffset.UnixEpoch.AddHours(1));
    }
}
