using Microsoft.Extensions.Time.Testing;
using StoryBeats.Fakes;
using StoryBeats.Providers.Spotify;
using StoryBeats.Retrieval;

namespace StoryBeats.Providers.Tests.Spotify;

public sealed class SpotifyTokensTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Many_who_wait_get_the_token_of_one_call()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);
        var tokens = rig.Get<SpotifyTokens>();

        var given = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => tokens.GetAsync(TestContext.Current.CancellationToken).AsTask()));

        given.Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        fakes.Calls.Count(FakeService.SpotifyAccounts).ShouldBe(1);
    }

    [Fact]
    public async Task A_token_is_renewed_in_the_background_before_it_ends()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Time = _time);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time);
        var tokens = rig.Get<SpotifyTokens>();
        var first = await tokens.GetAsync(TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(3545));
        var stillGood = await tokens.GetAsync(TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();
        var renewed = await tokens.GetAsync(TestContext.Current.CancellationToken);

        stillGood.ShouldBe(first);
        string.Equals(renewed, first, StringComparison.Ordinal).ShouldBeFalse();
        fakes.Calls.Count(FakeService.SpotifyAccounts).ShouldBe(2);
    }

    [Fact]
    public async Task A_token_that_ended_is_not_used()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Time = _time);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time);
        await rig.AskAsync();
        await rig.WhenIdleAsync();

        _time.Advance(TimeSpan.FromHours(3));
        var answer = await rig.AskAsync(Vision.MoodCategory.Melancholic);
        await rig.WhenIdleAsync();

        answer.Status.ShouldBe(SourceStatus.Complete, answer.Message);
        fakes.Calls.Count(FakeService.SpotifyAccounts).ShouldBe(2);
        fakes.Calls.Of(FakeService.Spotify).ShouldAllBe(call => call.Status == 200);
    }

    [Fact]
    public async Task A_token_revoked_midway_costs_one_more_token_and_no_songs()
    {
        // On a clock that stands still no call is repeated for being slow.
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Time = _time);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time);
        await rig.Get<SpotifyTokens>().GetAsync(TestContext.Current.CancellationToken);

        fakes.Settings.RevokeTokens();
        var answer = await rig.AskAsync();
        await rig.WhenIdleAsync();

        answer.Candidates.Count.ShouldBeGreaterThanOrEqualTo(5);
        fakes.Calls.Count(FakeService.SpotifyAccounts).ShouldBe(2);
        fakes.Calls.Count(FakeService.Spotify).ShouldBeLessThanOrEqualTo(ArtistHunt.MostCalls + ArtistHunt.MostAfterRefusals);
    }

    [Fact]
    public async Task A_wrong_secret_is_an_honest_answer_and_not_tried_again_at_once()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: ("Spotify:ClientSecret", "not-the-secret-at-all"));

        var first = await rig.AskAsync();
        var second = await rig.AskAsync();

        first.Status.ShouldBe(SourceStatus.Failed);
        first.Message.ShouldNotBeNull().ShouldContain("Spotify");
        second.Status.ShouldBe(SourceStatus.Failed);
        fakes.Calls.Count(FakeService.SpotifyAccounts).ShouldBe(1);
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(0);
        rig.Logs.Count(line => line.StartsWith("Error: Spotify does not accept the client id", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_could_not_be_had_is_nobodys_wait_for_a_while()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Faults.Set(FakeService.SpotifyAccounts, FakeFault.CutOffJson));
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time);
        await rig.AskAsync();
        await rig.WhenIdleAsync();
        fakes.Calls.Clear();

        var within = await rig.AskAsync();
        await rig.WhenIdleAsync();
        var callsWithin = fakes.Calls.All.Count;
        fakes.Settings.Faults.Set(FakeService.SpotifyAccounts, FakeFault.Hang);
        _time.Advance(TimeSpan.FromSeconds(11));
        // With a clock that stands still, whoever waited for what hangs would never get an answer.
        var whileHanging = await rig.AskAsync();
        while (fakes.Calls.Count(FakeService.SpotifyAccounts) == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        var second = await rig.AskAsync();

        within.Status.ShouldBe(SourceStatus.Failed);
        callsWithin.ShouldBe(0);
        whileHanging.Status.ShouldBe(SourceStatus.Failed);
        second.Status.ShouldBe(SourceStatus.Failed);
        fakes.Calls.Count(FakeService.SpotifyAccounts).ShouldBe(1);
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(0);
    }

    [Fact]
    public async Task When_tokens_come_again_one_try_in_the_background_finds_out()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Faults.Set(FakeService.SpotifyAccounts, FakeFault.CutOffJson));
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, _time);
        await rig.AskAsync();
        await rig.WhenIdleAsync();
        fakes.Settings.Faults.Clear();
        fakes.Calls.Clear();

        _time.Advance(TimeSpan.FromSeconds(11));
        await rig.AskAsync();
        await rig.WhenIdleAsync();
        var calls = fakes.Calls.Count(FakeService.SpotifyAccounts);
        var after = await rig.AskAsync();

        calls.ShouldBe(1);
        after.Status.ShouldBe(SourceStatus.Complete, after.Message);
    }

    [Fact]
    public async Task Neither_secret_nor_token_is_logged_whatever_goes_wrong()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);
        var token = await rig.Get<SpotifyTokens>().GetAsync(TestContext.Current.CancellationToken);
        var basic = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{fakes.Settings.ClientId}:{fakes.Settings.ClientSecret}"));

        await rig.AskAsync();
        foreach (var fault in (FakeFault[])[FakeFault.CutOffJson, FakeFault.WrongTypes, FakeFault.Html, FakeFault.Status(400), FakeFault.Status(401)])
        {
            fakes.Settings.Faults.SetAll(fault);
            rig.Get<SpotifyTokens>().Drop(token);
            await rig.AskAsync(Vision.MoodCategory.Moody);
        }

        await rig.WhenIdleAsync();
        rig.Logs.ShouldNotBeEmpty();
        rig.Logs.ShouldAllBe(line => !line.Contains(fakes.Settings.ClientSecret, StringComparison.Ordinal)
            && !line.Contains(token, StringComparison.Ordinal) && !line.Contains(basic, StringComparison.Ordinal));
    }
}
