using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Server.Telemetry;
using StoryBeats.Telemetry;

namespace StoryBeats.Server.Tests;

public sealed class LiveFiguresTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<StoryBeatsMetrics>().BuildServiceProvider();
    private readonly MovableClock _clock = new();
    private readonly StoryBeatsMetrics _metrics;
    private readonly LiveFigures _figures;

    public LiveFiguresTests()
    {
        _metrics = _services.GetRequiredService<StoryBeatsMetrics>();
        _figures = new LiveFigures(_metrics, _clock);
        _ = _figures.StartAsync(CancellationToken.None);
    }

    public void Dispose()
    {
        _figures.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void What_was_measured_is_there_for_an_hour_and_then_forgotten()
    {
        Photo("first", 3);
        _clock.Move(TimeSpan.FromMinutes(30));
        Photo("first", 5);
        _figures.Sum().First.Count.ShouldBe(2);

        _clock.Move(TimeSpan.FromMinutes(31));
        var later = _figures.Sum();
        _clock.Move(TimeSpan.FromMinutes(60));

        later.First.Count.ShouldBe(1);
        later.First.Max.ShouldBe(5);
        later.Requests.ShouldBe(1);
        _figures.Sum().Requests.ShouldBe(0);
    }

    [Fact]
    public void Each_of_the_last_minutes_has_its_own_figure()
    {
        Photo("cached", .02);
        _clock.Move(TimeSpan.FromMinutes(2));
        Photo("cached", .04);

        var recent = _figures.Recent(4, slice => slice.Cached, .95);

        recent.Count.ShouldBe(4);
        recent[0].ShouldBeNull();
        recent[1]!.Value.ShouldBe(.02, .0005);
        recent[2].ShouldBeNull();
        recent[3]!.Value.ShouldBe(.04, .001);
    }

    [Fact]
    public void Failures_hits_calls_artists_and_queues_are_told_apart()
    {
        _metrics.Requested("photo", "failed", new RequestTally(), TimeSpan.FromSeconds(1));
        _metrics.Requested("feedback", "answered", new RequestTally(), TimeSpan.FromSeconds(1));
        _metrics.Requested("photo", "refused", new RequestTally(), TimeSpan.FromSeconds(1));
        _metrics.LookedUp("pool", "hit");
        _metrics.LookedUp("pool", "stale");
        _metrics.LookedUp("vibe", "miss");
        _metrics.StartStage("artists").Dispose();
        _metrics.StartStage("ranking").Dispose();
        _metrics.WatchQueue("writes", () => 7);
        _metrics.ModelUsed("anthropic", "claude", "reading", 100, 20, cost: null);

        var sum = _figures.Sum();

        (sum.Requests, sum.Failed).ShouldBe((3, 1));
        sum.First.Count.ShouldBe(0);
        sum.Caches["pool"].ShouldBe(new CacheLookups(1, 2));
        sum.Caches["vibe"].ShouldBe(new CacheLookups(0, 1));
        sum.Artists.Count.ShouldBe(1);
        sum.Tokens.ShouldBe(120);
        sum.Cost.ShouldBeNull();
        _figures.Depths()["writes"].ShouldBe(7);
    }

    [Fact]
    public void Another_servers_meter_of_the_same_name_is_not_heard()
    {
        using var other = new ServiceCollection().AddMetrics().AddSingleton<StoryBeatsMetrics>().BuildServiceProvider();

        other.GetRequiredService<StoryBeatsMetrics>().LookedUp("vibe", "hit");

        _figures.Sum().Caches.ShouldBeEmpty();
    }

    private void Photo(string reading, double seconds) => Histogram().Record(
        seconds, new("asked", "photo"), new KeyValuePair<string, object?>("outcome", "answered"), new KeyValuePair<string, object?>("reading", reading));

    // A tally says what reading there was only where a photo is read.
    private Histogram<double> Histogram() => _metrics.Meter.CreateHistogram<double>("storybeats.requests.duration");
}
