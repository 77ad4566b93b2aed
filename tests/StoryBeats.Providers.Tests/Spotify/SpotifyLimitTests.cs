using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Fakes;
using StoryBeats.Providers.Spotify;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.Spotify;

public sealed class SpotifyLimitTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_429_is_waited_for_as_long_as_it_says()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings =>
        {
            settings.Time = _time;
            settings.CallsPer30Seconds = 5;
        });
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time);
        var refused = await rig.AskAsync(MoodCategory.Happy);
        await rig.WhenIdleAsync();
        fakes.Calls.Clear();

        _time.Advance(TimeSpan.FromSeconds(20));
        var early = await rig.AskAsync(MoodCategory.Melancholic);
        await rig.WhenIdleAsync();
        var callsWhileHeld = fakes.Calls.Count(FakeService.Spotify);
        fakes.Settings.CallsPer30Seconds = null;
        _time.Advance(TimeSpan.FromSeconds(11));
        var late = await rig.AskAsync(MoodCategory.Energetic);
        await rig.WhenIdleAsync();

        refused.Status.ShouldBe(SourceStatus.Partial);
        refused.Candidates.ShouldNotBeEmpty();
        early.Status.ShouldBe(SourceStatus.Failed);
        callsWhileHeld.ShouldBe(0);
        late.Status.ShouldBe(SourceStatus.Complete, late.Message);
    }

    [Fact]
    public async Task A_short_wait_is_waited_out_by_the_call_itself()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings =>
            settings.Limits[FakeService.Spotify] = new FakeLimit(5, TimeSpan.FromSeconds(1)));
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);
        var artists = rig.Request().Artists.Take(6).Select(artist => new ArtistAsk(artist, PoolPart.Proven));

        var pools = new List<KeptPool>();
        foreach (var ask in artists)
            pools.Add(await rig.Pools.GetAsync(ask, new CallTerms(Live: true), TestContext.Current.CancellationToken));

        pools.ShouldAllBe(pool => pool.Pool.Tracks.Count > 0);
        var calls = fakes.Calls.Of(FakeService.Spotify);
        var refusals = calls.Where(call => call.Status == 429).ToList();
        refusals.ShouldAllBe(refusal => !calls.Any(call => call.At > refusal.At && call.At < refusal.At + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Our_own_window_is_never_exceeded()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Time = _time);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time, settings: ("Spotify:CallsPer30Seconds", "25"));

        foreach (var mood in Enum.GetValues<MoodCategory>())
        {
            await rig.AskAsync(mood);
            await rig.WhenIdleAsync();
            _time.Advance(TimeSpan.FromSeconds(11));
        }

        var calls = fakes.Calls.Of(FakeService.Spotify);
        calls.Count.ShouldBeGreaterThan(25);
        calls.ShouldAllBe(last => calls.Count(call => call.At > last.At - TimeSpan.FromSeconds(30) && call.At <= last.At) <= 25);
    }

    [Fact]
    public async Task Our_own_full_window_is_not_blamed_on_Spotify()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Time = _time);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time, settings: ("Spotify:CallsPer30Seconds", "3"));

        var some = await rig.AskAsync(MoodCategory.Happy);
        await rig.WhenIdleAsync();
        var none = await rig.AskAsync(MoodCategory.Melancholic);
        await rig.WhenIdleAsync();

        some.Status.ShouldBe(SourceStatus.Partial);
        some.Message.ShouldBe("Too many calls to Spotify just now; some songs come from this machine's own catalogue.");
        none.Message.ShouldNotBeNull().ShouldStartWith("Too many calls to Spotify just now;");
        rig.Logs.Count(line => line.StartsWith("Warning: Too many calls to Spotify", StringComparison.Ordinal)).ShouldBe(1);
        rig.Logs.ShouldNotContain(line => line.StartsWith("Warning: Spotify fails", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Spotify_that_takes_a_hundred_calls_in_thirty_seconds_never_refuses_one()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.CallsPer30Seconds = 100);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: [("Spotify:Prewarm", "true"), ("Spotify:PrewarmCallsPerMinute", "6000")]);

        foreach (var mood in Enum.GetValues<MoodCategory>())
            await rig.AskAsync(mood);
        await rig.WhenIdleAsync();

        fakes.Calls.Count(FakeService.Spotify).ShouldBeInRange(60, 100);
        fakes.Calls.Of(FakeService.Spotify).ShouldAllBe(call => call.Status == 200);
    }

    [Fact]
    public async Task Who_does_not_wait_goes_after_who_does_and_leaves_a_quarter_of_the_window()
    {
        var admission = new SpotifyAdmission(Options.Create(new SpotifyOptions { CallsPer30Seconds = 8 }), new NoSharedWindow(), _time);

        bool whileLive;
        using (admission.BeginLive())
            whileLive = await GoesAsync(admission, live: false);
        var background = 0;
        while (await GoesAsync(admission, live: false))
            background++;
        var live = 0;
        while (await GoesAsync(admission, live: true))
            live++;

        whileLive.ShouldBeFalse();
        background.ShouldBe(6);
        live.ShouldBe(2);
    }

    private static async Task<bool> GoesAsync(SpotifyAdmission admission, bool live)
    {
        using var lease = await admission.AcquireAsync(live, TestContext.Current.CancellationToken);
        return lease.IsAcquired;
    }
}
