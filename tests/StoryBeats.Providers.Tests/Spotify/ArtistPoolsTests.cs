using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Catalog;
using StoryBeats.Fakes;
using StoryBeats.Providers.Spotify;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.Spotify;

public sealed class ArtistPoolsTests : IDisposable
{
    private static readonly SelectedArtist Phoenix = new("Phoenix", Languages.English);

    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_artist_that_nobody_knows_is_asked_for_once_in_ten_minutes()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.UnknownArtists["Nobody At All"] = true);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time);
        var request = rig.Request() with { Artists = [new SelectedArtist("Nobody At All", Languages.English)] };

        var answer = await rig.Source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMinutes(9));
        await rig.Source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();
        var within = fakes.Calls.Count(FakeService.Spotify);
        _time.Advance(TimeSpan.FromMinutes(2));
        using (rig.Get<SpotifyAdmission>().BeginLive())
        {
            // Calls in the background are not made while a visitor waits: one that was made would have been waited for.
            await rig.Source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
            await rig.WhenIdleAsync();
        }

        var waitedFor = fakes.Calls.Count(FakeService.Spotify) - within;
        await rig.Source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();

        answer.Status.ShouldBe(SourceStatus.Complete, answer.Message);
        answer.Candidates.ShouldBeEmpty();
        within.ShouldBe(1);
        waitedFor.ShouldBe(0);
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(2);
    }

    [Fact]
    public async Task Stale_songs_beat_none_and_say_so_over_a_restart_too()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using (var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time))
        {
            await rig.AskAsync(MoodCategory.Happy);
            await rig.WhenIdleAsync();
        }

        _time.Advance(TimeSpan.FromHours(5));
        fakes.Settings.Faults.Set(FakeService.Spotify, FakeFault.Status(403));
        await using var restarted = await SpotifyRig.StartAsync(fakes, _folder.Path, _time);
        fakes.Calls.Clear();
        var stale = await restarted.AskAsync(MoodCategory.Happy);
        await restarted.WhenIdleAsync();
        var callsOfFirst = fakes.Calls.Count(FakeService.Spotify);
        var again = await restarted.AskAsync(MoodCategory.Happy);
        await restarted.WhenIdleAsync();

        stale.Status.ShouldBe(SourceStatus.Stale);
        stale.Message.ShouldNotBeNull();
        stale.Candidates.Count.ShouldBeGreaterThanOrEqualTo(30);
        again.Status.ShouldBe(SourceStatus.Stale);
        // Those that failed are not asked again at once.
        (fakes.Calls.Count(FakeService.Spotify) - callsOfFirst).ShouldBeLessThan(callsOfFirst);
    }

    [Fact]
    public async Task A_pool_that_will_soon_be_too_old_is_fetched_anew_while_it_still_serves()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time);
        await rig.Pools.GetAsync(new ArtistAsk(Phoenix, PoolPart.Proven), CallTerms.Background, TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();
        var request = rig.Request() with { Artists = [Phoenix] };

        _time.Advance(TimeSpan.FromMinutes(50));
        var answer = await rig.Source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();

        answer.Status.ShouldBe(SourceStatus.Complete, answer.Message);
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(2);
        (await rig.Pools.PeekAsync(new ArtistAsk(Phoenix, PoolPart.Proven), TestContext.Current.CancellationToken))
            .ShouldNotBeNull().Pool.FilledAt.ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public async Task A_pool_that_another_instance_filled_is_not_asked_for()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time);
        var ask = new ArtistAsk(Phoenix, PoolPart.Proven);
        var track = new Track { Id = new TrackId("of-another-instance"), Title = "One", Artist = "Phoenix", Language = Languages.English };
        await rig.Get<IArtistPoolStore>().SaveAsync(new ArtistPool(ask.Key, [track], _time.GetUtcNow()), TestContext.Current.CancellationToken);

        var kept = await rig.Pools.GetAsync(ask, CallTerms.Background, TestContext.Current.CancellationToken);

        kept.Pool.Tracks.ShouldHaveSingleItem().Id.ShouldBe(track.Id);
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(0);
    }

    [Fact]
    public async Task What_others_know_comes_in_the_background_and_is_not_lost_when_a_pool_is_fetched_anew()
    {
        var others = new Others();
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time, services => services.AddSingleton<ITrackEnricher>(others));
        var ask = new ArtistAsk(Phoenix, PoolPart.Proven);

        var atOnce = await rig.Pools.GetAsync(ask, CallTerms.Background, TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();
        var inTime = await rig.Pools.PeekAsync(ask, TestContext.Current.CancellationToken);
        others.AreDown = true;
        _time.Advance(TimeSpan.FromMinutes(61));
        var anew = await rig.Pools.GetAsync(ask, CallTerms.Background, TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();

        atOnce.Pool.Tracks.ShouldAllBe(track => track.Features == null);
        inTime.ShouldNotBeNull().Pool.Tracks.ShouldAllBe(track => track.Features == Others.Sound && track.FeatureSource == FeatureSource.Measured);
        anew.Pool.FilledAt.ShouldBe(_time.GetUtcNow());
        anew.Pool.Tracks.ShouldAllBe(track => track.Features == Others.Sound && track.FeatureSource == FeatureSource.Measured);
        (await rig.Get<IArtistPoolStore>().FindAsync(ask.Key, TestContext.Current.CancellationToken)).ShouldNotBeNull().Tracks
            .ShouldAllBe(track => track.Features == Others.Sound);
    }

    [Fact]
    public async Task Others_that_were_away_are_asked_again_when_a_pool_is_used_and_not_at_once()
    {
        var others = new Others { AreDown = true };
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time, services => services.AddSingleton<ITrackEnricher>(others));
        var ask = new ArtistAsk(Phoenix, PoolPart.Proven);
        var request = rig.Request() with { Artists = [Phoenix] };
        await rig.Pools.GetAsync(ask, CallTerms.Background, TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();
        others.AreDown = false;
        // Past the cache of whole answers.
        var source = rig.Get<SpotifyCandidateSource>();

        _time.Advance(TimeSpan.FromMinutes(9));
        await source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();
        var tooSoon = others.Asked;
        _time.Advance(TimeSpan.FromMinutes(2));
        await source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();
        var asked = others.Asked;
        var next = await source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();

        tooSoon.ShouldBe(0);
        asked.ShouldBe(1);
        others.Asked.ShouldBe(1);
        next.Candidates.ShouldNotBeEmpty();
        next.Candidates.ShouldAllBe(candidate => candidate.Track.FeatureSource == FeatureSource.Measured && candidate.Track.Features == Others.Sound);
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(1);
    }

    [Fact]
    public async Task After_a_restart_what_is_known_here_by_now_is_used_at_once()
    {
        var others = new Others { AreDown = true };
        await using var fakes = await SpotifyRig.FakesAsync();
        var ask = new ArtistAsk(Phoenix, PoolPart.Proven);
        await using (var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time, services => services.AddSingleton<ITrackEnricher>(others)))
        {
            await rig.Pools.GetAsync(ask, CallTerms.Background, TestContext.Current.CancellationToken);
            await rig.WhenIdleAsync();
        }

        others.AreDown = false;
        others.KnowHere = true;
        await using var restarted = await SpotifyRig.StartAsync(fakes, _folder.Path, _time, services => services.AddSingleton<ITrackEnricher>(others));
        var kept = await restarted.Pools.PeekAsync(ask, TestContext.Current.CancellationToken);

        kept.ShouldNotBeNull().Pool.Tracks.ShouldAllBe(track => track.Features == Others.Sound);
        others.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task A_program_that_ends_gives_what_is_under_way_a_moment()
    {
        using var log = new LoggerFactory();
        using var background = new SpotifyBackground(log.CreateLogger<SpotifyBackground>());
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isDone = false;
        background.Run(async token =>
        {
            await gate.Task.WaitAsync(token);
            isDone = true;
        });

        var ending = background.SettleAsync();
        gate.SetResult();
        await ending;

        isDone.ShouldBeTrue();
        background.Stopping.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_command_began_is_kept_when_it_ends()
    {
        var others = new Others { Takes = TimeSpan.FromMilliseconds(100) };
        await using var fakes = await SpotifyRig.FakesAsync();
        var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, also: services => services.AddSingleton<ITrackEnricher>(others));
        await rig.Source.GetCandidatesAsync(rig.Request() with { Artists = [Phoenix] }, TestContext.Current.CancellationToken);
        await rig.EndAsync();

        others.AreDown = true;
        await using var next = await SpotifyRig.StartAsync(fakes, _folder.Path, also: services => services.AddSingleton<ITrackEnricher>(others));
        var kept = await next.Pools.PeekAsync(new ArtistAsk(Phoenix, PoolPart.Proven), TestContext.Current.CancellationToken);

        kept.ShouldNotBeNull().Pool.Tracks.ShouldAllBe(track => track.Features == Others.Sound);
    }

    [Fact]
    public async Task Recent_songs_are_of_the_last_eighteen_months()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time);

        var kept = await rig.Pools.GetAsync(new ArtistAsk(Phoenix, PoolPart.Recent), CallTerms.Background, TestContext.Current.CancellationToken);

        kept.Pool.Tracks.ShouldNotBeEmpty();
        kept.Pool.Tracks.ShouldAllBe(track => track.ReleaseDate!.Value.AgeInDays(new DateOnly(2026, 11, 25)) <= ReleaseDate.RecentDays);
        Uri.UnescapeDataString(fakes.Calls.Of(FakeService.Spotify).ShouldHaveSingleItem().Query).ShouldContain("year:2025-2026");
    }

    [Fact]
    public async Task Many_who_want_one_pool_make_one_call()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            rig.Pools.GetAsync(new ArtistAsk(Phoenix, PoolPart.Proven), CallTerms.Background, TestContext.Current.CancellationToken)));

        fakes.Calls.Count(FakeService.Spotify).ShouldBe(1);
    }

    private sealed class Others : ITrackEnricher
    {
        public static readonly AudioFeatures Sound = new(.5, .6, .7, .2, 0, 117);

        private int _asked;

        public bool AreDown { get; set; }

        public bool KnowHere { get; set; }

        public TimeSpan Takes { get; init; }

        public int Asked => _asked;

        public async ValueTask<IReadOnlyList<Track>> EnrichAsync(IReadOnlyList<Track> tracks, bool askOthers, CancellationToken cancellationToken)
        {
            if (AreDown)
                throw new InvalidOperationException("down");
            if (askOthers)
            {
                Interlocked.Increment(ref _asked);
                await Task.Delay(Takes, cancellationToken);
            }

            return askOthers || KnowHere
                ? [.. tracks.Select(track => track with { Features = Sound, FeatureSource = FeatureSource.Measured, FeatureConfidence = 1 })]
                : tracks;
        }
    }
}
