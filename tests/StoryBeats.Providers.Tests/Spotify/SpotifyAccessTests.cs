using Microsoft.Extensions.Time.Testing;
using StoryBeats.Catalog;
using StoryBeats.Fakes;
using StoryBeats.Providers.Spotify;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.Spotify;

public sealed class SpotifyAccessTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SpotifyMode.Development, "Development")]
    [InlineData(SpotifyMode.Extended, "Extended")]
    public async Task The_world_is_found_out_without_a_wasted_call(SpotifyMode mode, string found)
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Mode = mode);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);

        await rig.AskAsync();

        rig.Get<SpotifyAccess>().Mode.ToString().ShouldBe(found);
        fakes.Calls.Of(FakeService.Spotify).ShouldAllBe(call => call.Status == 200 || call.Status == null);
    }

    [Theory]
    [InlineData(SpotifyMode.Development, "limit=10&")]
    [InlineData(SpotifyMode.Extended, "limit=50&")]
    public async Task The_world_is_remembered_over_a_restart(SpotifyMode mode, string limit)
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Mode = mode);
        await using (var rig = await SpotifyRig.StartAsync(fakes, _folder.Path))
        {
            await rig.AskAsync(MoodCategory.Happy);
            await rig.WhenIdleAsync();
        }

        fakes.Calls.Clear();

        await using var restarted = await SpotifyRig.StartAsync(fakes, _folder.Path);
        await restarted.AskAsync(MoodCategory.Melancholic);

        fakes.Calls.Of(FakeService.Spotify).ShouldNotBeEmpty();
        fakes.Calls.Of(FakeService.Spotify).ShouldAllBe(call => call.Query.Contains(limit, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_put_into_Development_Mode_goes_on_giving_songs_within_the_budget()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Mode = SpotifyMode.Extended);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);
        await rig.AskAsync(MoodCategory.Happy);
        await rig.WhenIdleAsync();
        fakes.Calls.Clear();

        fakes.Settings.Mode = SpotifyMode.Development;
        var during = await rig.AskAsync(MoodCategory.Melancholic);
        await rig.WhenIdleAsync();
        var callsDuring = fakes.Calls.All.Count;
        fakes.Calls.Clear();
        var after = await rig.AskAsync(MoodCategory.Energetic);
        await rig.WhenIdleAsync();

        during.Candidates.Count.ShouldBeGreaterThanOrEqualTo(30);
        callsDuring.ShouldBeLessThanOrEqualTo(20 + ArtistHunt.MostAfterRefusals);
        after.Status.ShouldBe(SourceStatus.Complete, after.Message);
        fakes.Calls.Of(FakeService.Spotify).ShouldAllBe(call => call.Status == 200);
    }

    [Fact]
    public async Task An_app_put_into_Development_Mode_with_its_tokens_revoked_costs_no_artist_its_share()
    {
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Mode = SpotifyMode.Extended);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);
        await rig.AskAsync(MoodCategory.Happy);
        await rig.WhenIdleAsync();
        fakes.Calls.Clear();

        fakes.Settings.Mode = SpotifyMode.Development;
        fakes.Settings.RevokeTokens();
        // Nothing fits, so everybody is asked.
        var request = rig.Request(MoodCategory.Melancholic) with { Target = new AudioFeatures(0, 0, 0, 1, 1, 60) };
        var answer = await rig.Source.GetCandidatesAsync(request, TestContext.Current.CancellationToken);
        await rig.WhenIdleAsync();

        var calls = fakes.Calls.Of(FakeService.Spotify);
        answer.Status.ShouldBe(SourceStatus.Complete, answer.Message);
        calls.Count(call => call.Status == 200).ShouldBeGreaterThanOrEqualTo(request.Artists.Count);
        calls.Count.ShouldBeLessThanOrEqualTo(ArtistHunt.MostCalls + ArtistHunt.MostAfterRefusals);
        // A call that began just before the new world was seen may still be refused for its limit.
        calls.Count(call => call.Status is 401 or 400).ShouldBeInRange(1, ArtistHunt.MostAfterRefusals);
        fakes.Calls.Count(FakeService.SpotifyAccounts).ShouldBe(1);
    }

    [Fact]
    public async Task Extended_quota_that_was_granted_is_noticed_and_used()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path);
        await rig.AskAsync(MoodCategory.Happy);
        await rig.WhenIdleAsync();

        fakes.Settings.Mode = SpotifyMode.Extended;
        await rig.AskAsync(MoodCategory.Melancholic);
        await rig.WhenIdleAsync();
        fakes.Calls.Clear();
        await rig.AskAsync(MoodCategory.Energetic);
        await rig.WhenIdleAsync();

        fakes.Calls.Of(FakeService.Spotify).ShouldNotBeEmpty();
        fakes.Calls.Of(FakeService.Spotify).ShouldAllBe(call => call.Query.Contains("limit=50&", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_not_seen_for_a_day_is_found_out_again()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Mode = SpotifyMode.Extended);
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, time);
        await rig.AskAsync(MoodCategory.Happy);
        await rig.WhenIdleAsync();

        time.Advance(TimeSpan.FromHours(25));

        rig.Get<SpotifyAccess>().Mode.ShouldBe(AccessMode.Unknown);
    }
}
