using StoryBeats.Catalog;
using StoryBeats.Fakes;
using StoryBeats.Providers.Spotify;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.Spotify;

public sealed class SpotifyFaultTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<FakeFaultKind> Garbage =>
        [FakeFaultKind.CutOffJson, FakeFaultKind.WrongTypes, FakeFaultKind.Html, FakeFaultKind.Empty, FakeFaultKind.EmptyObject];

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_is_no_song_and_no_crash(FakeFaultKind kind)
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Faults.Set(FakeService.Spotify, new FakeFault(kind)));
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);

        var answer = await rig.AskAsync();

        answer.Candidates.ShouldBeEmpty();
        answer.Status.ShouldBe(SourceStatus.Failed);
        answer.Message.ShouldNotBeNull();
        fakes.Calls.All.Count.ShouldBeLessThanOrEqualTo(20);
    }

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task A_token_that_cannot_be_read_is_an_honest_answer(FakeFaultKind kind)
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Faults.Set(FakeService.SpotifyAccounts, new FakeFault(kind)));
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);

        var answer = await rig.AskAsync();

        answer.Status.ShouldBe(SourceStatus.Failed);
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(0);
    }

    [Fact]
    public async Task With_one_call_in_twenty_failing_songs_come_within_the_budget()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.ErrorRate = .05);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);

        foreach (var mood in (MoodCategory[])[MoodCategory.Happy, MoodCategory.Melancholic, MoodCategory.Confident])
        {
            fakes.Calls.Clear();
            var answer = await rig.AskAsync(mood);
            await rig.WhenIdleAsync();

            answer.Candidates.Count.ShouldBeGreaterThanOrEqualTo(30, mood.ToString());
            fakes.Calls.Count(FakeService.Spotify).ShouldBeLessThanOrEqualTo(ArtistHunt.MostCalls);
        }
    }

    [Theory]
    [InlineData(FakeService.Spotify)]
    [InlineData(FakeService.SpotifyAccounts)]
    public async Task An_endpoint_that_hangs_is_given_up_at_the_deadline(FakeService service)
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Faults.Set(service, FakeFault.Hang));
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: ("Spotify:DeadlineSeconds", ".3"));

        var answer = await rig.AskAsync();

        answer.Status.ShouldBe(SourceStatus.Failed);
        answer.Message.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_call_that_hangs_is_repeated_when_its_time_is_up()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Faults.Set(FakeService.Spotify, FakeFault.Hang));
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: ("Spotify:AttemptSeconds", ".2"));
        var artist = new ArtistAsk(new SelectedArtist("Phoenix", Languages.English), PoolPart.Proven);

        var asking = rig.Pools.GetAsync(artist, CallTerms.Background, TestContext.Current.CancellationToken);
        while (fakes.Calls.Count(FakeService.Spotify) == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        fakes.Settings.Faults.Clear();

        (await asking).Pool.Tracks.ShouldNotBeEmpty();
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(2);
    }

    [Fact]
    public async Task A_Spotify_that_fails_all_the_time_is_left_alone_and_asked_again_later()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Faults.Set(FakeService.Spotify, FakeFault.ServerError));
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);
        await rig.AskAsync(MoodCategory.Happy);
        await rig.WhenIdleAsync();
        fakes.Calls.Clear();

        var whileOpen = await rig.AskAsync(MoodCategory.Melancholic);
        await rig.WhenIdleAsync();

        whileOpen.Status.ShouldBe(SourceStatus.Failed);
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(0);
        var said = rig.Logs.Where(line => !line.Contains("XML encryptor", StringComparison.Ordinal)).Where(line => line.StartsWith("Warning", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal)).ToList();
        said.ShouldHaveSingleItem(string.Join('\n', said)).ShouldStartWith("Warning: Spotify fails");
    }

    [Fact]
    public async Task A_Spotify_that_hangs_all_the_time_is_left_alone_too()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Faults.Set(FakeService.Spotify, FakeFault.Hang));
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: ("Spotify:AttemptSeconds", ".2"));
        await rig.AskAsync(MoodCategory.Happy);
        await rig.WhenIdleAsync();
        fakes.Calls.Clear();

        var whileOpen = await rig.AskAsync(MoodCategory.Melancholic);
        await rig.WhenIdleAsync();

        whileOpen.Status.ShouldBe(SourceStatus.Failed);
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(0);
    }

    [Fact]
    public async Task A_market_without_results_leaves_the_other_sides_songs()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.MarketsWithoutResults["IN"] = true);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);

        var answer = await rig.AskAsync();

        answer.Status.ShouldBe(SourceStatus.Complete, answer.Message);
        answer.Candidates.Count.ShouldBeGreaterThanOrEqualTo(5);
        answer.Candidates.ShouldAllBe(candidate => candidate.Track.Language == Languages.English);
    }
}
