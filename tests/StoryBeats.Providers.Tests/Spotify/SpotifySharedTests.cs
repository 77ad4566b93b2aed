using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using StoryBeats.Fakes;
using StoryBeats.Providers.Spotify;
using StoryBeats.Providers.Tests.Caching;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.Spotify;

public sealed class SpotifySharedTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TempFolder _otherFolder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _otherFolder.Dispose();
    }

    [Fact]
    public async Task What_one_instance_fetched_costs_another_with_the_same_Redis_no_call()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var one = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: ("ConnectionStrings:Redis", redis.ConnectionString));
        await using var other = await SpotifyRig.StartAsync(fakes, _otherFolder.Path, settings: ("ConnectionStrings:Redis", redis.ConnectionString));
        await RedisServer.ConnectAsync(one.Services);
        await RedisServer.ConnectAsync(other.Services);
        await one.AskAsync();
        await one.WhenIdleAsync();

        // What is written to Redis is written when nobody waits; nothing is asked until it is there.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        foreach (var artist in one.Request().Artists)
        {
            var ask = new ArtistAsk(artist, PoolPart.Proven);
            if (await one.Pools.PeekAsync(ask, patience.Token) is null)
                continue;
            while (await other.Pools.PeekAsync(ask, patience.Token) is null)
                await Task.Delay(20, patience.Token);
        }

        fakes.Calls.Clear();
        var answer = await other.AskAsync();
        await other.WhenIdleAsync();

        answer.Status.ShouldBe(SourceStatus.Complete, answer.Message);
        answer.Candidates.Count.ShouldBeGreaterThanOrEqualTo(30);
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(0);
    }

    [Fact]
    public async Task A_Redis_that_is_away_costs_no_songs()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: ("ConnectionStrings:Redis", $"127.0.0.1:{FreePort.Find()}"));

        var answer = await rig.AskAsync();

        answer.Candidates.Count.ShouldBeGreaterThanOrEqualTo(30);
    }

    [Fact]
    public async Task Every_call_is_counted_once()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.ErrorRate = .2);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);
        await rig.Get<SpotifyTokens>().GetAsync(TestContext.Current.CancellationToken);
        fakes.Calls.Clear();
        var counted = new ConcurrentBag<string>();
        using var listener = new MeterListener();
        var meters = rig.Get<IMeterFactory>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name == "storybeats.upstream.calls")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Add(tags.ToArray().First(tag => tag.Key == "outcome").Value!.ToString()!));
        listener.Start();

        await rig.AskAsync();
        fakes.Settings.ErrorRate = 0;
        fakes.Settings.Faults.Set(FakeService.Spotify, FakeFault.WrongTypes);
        await rig.AskAsync(MoodCategory.Melancholic);
        await rig.WhenIdleAsync();

        counted.Count.ShouldBe(fakes.Calls.Count(FakeService.Spotify));
        counted.ShouldContain(outcome => outcome == "200");
        counted.ShouldContain(outcome => outcome == "garbage");
        counted.ShouldContain(outcome => outcome.StartsWith('5'));
    }
}
