using StoryBeats.Catalog;
using StoryBeats.Fakes;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.Spotify;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.Spotify;

public sealed class SpotifyCandidateSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SpotifyMode.Development)]
    [InlineData(SpotifyMode.Extended)]
    public async Task A_cold_request_gives_songs_of_both_sides_in_at_most_twenty_calls(SpotifyMode mode)
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Mode = mode);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);

        var answer = await rig.AskAsync();
        await rig.WhenIdleAsync();

        answer.Status.ShouldBe(SourceStatus.Complete, answer.Message);
        answer.Candidates.Count.ShouldBeGreaterThanOrEqualTo(30);
        answer.Candidates.ShouldContain(candidate => candidate.Track.Language == Languages.English);
        answer.Candidates.ShouldContain(candidate => candidate.Track.Language == Languages.Hindi);
        fakes.Calls.All.Count.ShouldBeInRange(2, 20);
        fakes.Calls.All.ShouldAllBe(call => call.Status == 200);
    }

    [Theory]
    [InlineData(SpotifyMode.Development)]
    [InlineData(SpotifyMode.Extended)]
    public async Task A_warm_request_and_one_after_a_restart_cost_no_call(SpotifyMode mode)
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Mode = mode);
        IReadOnlyList<CandidateTrack> first;
        await using (var rig = await SpotifyRig.StartAsync(fakes, _folder.Path))
        {
            first = (await rig.AskAsync()).Candidates;
            await rig.WhenIdleAsync();
            fakes.Calls.Clear();

            var warm = await rig.AskAsync();
            await rig.WhenIdleAsync();

            warm.Candidates.ShouldBe(first, ignoreOrder: true);
            fakes.Calls.Count(FakeService.Spotify).ShouldBe(0);
        }

        await using var restarted = await SpotifyRig.StartAsync(fakes, _folder.Path);
        var again = await restarted.AskAsync();
        await restarted.WhenIdleAsync();

        again.Status.ShouldBe(SourceStatus.Complete);
        again.Candidates.Count.ShouldBeGreaterThanOrEqualTo(first.Count);
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(0);
    }

    [Fact]
    public async Task A_song_that_this_machine_knows_comes_with_its_sound_moods_and_language()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, alsoCatalogue: true);
        var catalog = rig.Get<CatalogIndex>();

        var answer = await rig.Source.GetCandidatesAsync(rig.Request(), TestContext.Current.CancellationToken);

        var known = answer.Candidates.Select(candidate => candidate.Track).Where(track => track.FeatureSource is FeatureSource.CuratedEstimate && track.Features is not null).ToList();
        known.ShouldNotBeEmpty();
        foreach (var track in known)
        {
            var ours = catalog.ByArtist(track.Artist).First(song => song.Key == track.Key);
            (track.Features, track.Language, track.SpotifyId).ShouldBe((ours.Features, ours.Language, track.Id.Value));
            track.Moods.ShouldBe(ours.Moods);
        }
    }

    [Fact]
    public async Task Tracks_say_what_Spotify_says_and_nothing_more()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);

        var answer = await rig.AskAsync();

        foreach (var track in answer.Candidates.Select(candidate => candidate.Track))
        {
            var original = fakes.Catalog.Track(track.Id.Value).ShouldNotBeNull();
            track.SpotifyId.ShouldBe(original.Id);
            track.Title.ShouldBe(original.Title);
            track.Album.ShouldBe(original.Album.Name);
            track.ReleaseDate.ShouldBe(ReleaseDate.Parse(original.Album.ReleaseDate));
            track.DurationMs.ShouldBe(original.DurationMs);
            track.Isrc.ShouldBe(Isrc.Parse(original.Isrc));
            track.Cover.ShouldNotBeNull();
            track.Popularity.ShouldBeNull();
            track.Prominence.ShouldNotBeNull().ShouldBeInRange(0, 1);
            track.Features.ShouldBeNull();
        }
    }

    [Fact]
    public async Task With_extended_quota_popularity_is_Spotifys_own()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Mode = SpotifyMode.Extended);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);

        var answer = await rig.AskAsync();

        answer.Candidates.ShouldNotBeEmpty();
        answer.Candidates.ShouldAllBe(candidate =>
            candidate.Track.Popularity == fakes.Catalog.Track(candidate.Track.Id.Value)!.Popularity
            && candidate.Track.Prominence == null && !candidate.Track.PopularityIsEstimated);
    }

    [Fact]
    public async Task Another_artists_tracks_and_those_that_cannot_be_played_are_left_out()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);
        var asked = rig.Request().Artists.Select(artist => fakes.Catalog.Curated(artist.Name).Id).ToHashSet(StringComparer.Ordinal);

        var answer = await rig.AskAsync();

        answer.Candidates.ShouldAllBe(candidate => fakes.Catalog.Track(candidate.Track.Id.Value)!.Artists.Any(artist => asked.Contains(artist.Id)));
        answer.Candidates.ShouldAllBe(candidate => fakes.Catalog.Track(candidate.Track.Id.Value)!.IsPlayable);
    }

    [Fact]
    public async Task At_the_deadline_what_is_there_is_given_and_the_rest_comes_in_the_background()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: [("Spotify:DeadlineSeconds", ".3"), ("Spotify:AttemptSeconds", "20"), ("Spotify:CallSeconds", "30")]);
        var request = rig.Request();
        foreach (var artist in request.Artists.Take(3))
            await rig.Pools.GetAsync(new ArtistAsk(artist, PoolPart.Proven), CallTerms.Background, TestContext.Current.CancellationToken);
        fakes.Settings.Latency = new FakeLatency(2000, 2000);

        var late = await rig.Source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();
        fakes.Calls.Clear();
        var next = await rig.Source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();

        late.Status.ShouldBe(SourceStatus.Partial);
        late.Message.ShouldNotBeNull().ShouldContain("slow");
        late.Candidates.Select(candidate => candidate.Track.ArtistKey).Distinct(StringComparer.Ordinal).Count().ShouldBe(3);
        next.Status.ShouldBe(SourceStatus.Complete, next.Message);
        next.Candidates.Count.ShouldBeGreaterThan(late.Candidates.Count);
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(0);
    }

    [Fact]
    public async Task Thirty_songs_that_fit_are_enough_and_nobody_else_is_asked()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Latency = new FakeLatency(30, 60));
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);

        var calls = new List<int>();
        foreach (var mood in (MoodCategory[])[MoodCategory.Energetic, MoodCategory.Peaceful, MoodCategory.Confident])
        {
            fakes.Calls.Clear();
            var answer = await rig.AskAsync(mood);
            await rig.WhenIdleAsync();
            answer.Status.ShouldBe(SourceStatus.Complete, answer.Message);
            calls.Add(fakes.Calls.Count(FakeService.Spotify));
        }

        calls.Min().ShouldBeLessThan(rig.Request().Artists.Count);
    }

    [Fact]
    public async Task Where_nothing_fits_everybody_is_asked_and_the_nearest_for_recent_songs_too()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);
        var request = rig.Request() with { Target = new AudioFeatures(0, 0, 0, 1, 1, 60) };

        await rig.Source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();

        var calls = fakes.Calls.Of(FakeService.Spotify);
        calls.Count.ShouldBe(ArtistHunt.MostCalls);
        calls.Count(call => call.Query.Contains("year", StringComparison.Ordinal)).ShouldBe(ArtistHunt.MostCalls - request.Artists.Count);
    }

    [Fact]
    public async Task Artists_that_the_budget_did_not_reach_make_the_answer_partial()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: [("Spotify:DeadlineSeconds", "60"), ("Spotify:EnoughSeconds", "60")]);
        var artists = rig.Request(MoodCategory.Happy).Artists.Concat(rig.Request(MoodCategory.Melancholic).Artists).DistinctBy(artist => artist.Name, StringComparer.Ordinal).ToList();
        var request = rig.Request() with { Artists = artists, Target = new AudioFeatures(0, 0, 0, 1, 1, 60) };

        var answer = await rig.Source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();

        artists.Count.ShouldBeGreaterThan(ArtistHunt.MostCalls);
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(ArtistHunt.MostCalls);
        answer.Status.ShouldBe(SourceStatus.Partial);
        answer.Message.ShouldNotBeNull().ShouldContain("did not answer everything");
    }

    [Fact]
    public async Task A_visitor_who_leaves_stops_what_has_not_begun_and_loses_nothing_that_has()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Latencies[FakeService.Spotify] = new FakeLatency(300, 300));
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);
        using var leaving = new CancellationTokenSource();

        var asking = rig.Source.GetCandidatesAsync(rig.Request(), leaving.Token).AsTask();
        while (fakes.Calls.Count(FakeService.Spotify) < 5)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asking);
        await rig.WhenIdleAsync();

        var calls = fakes.Calls.Of(FakeService.Spotify);
        calls.Count.ShouldBeLessThanOrEqualTo(12);
        calls.ShouldAllBe(call => call.Status == 200);
    }
}
