using Microsoft.Extensions.Time.Testing;
using StoryBeats.Catalog;
using StoryBeats.Fakes;
using StoryBeats.Providers.Spotify;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.Spotify;

public sealed class SpotifyPrewarmerTests : IDisposable
{
    private static readonly (string, string?)[] Warm = [("Spotify:Prewarm", "true"), ("Spotify:PrewarmCallsPerMinute", "6000"), ("Spotify:CallsPer30Seconds", "10000")];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_nine_moods_are_warm_before_anybody_asks()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: Warm);
        var pools = rig.Get<CuratedArtistsFile>().Current.All.Count() * 2;
        await UntilAsync(() => fakes.Calls.Count(FakeService.Spotify) >= pools);
        await rig.WhenIdleAsync();
        fakes.Calls.Clear();

        foreach (var mood in Enum.GetValues<MoodCategory>())
        {
            var answer = await rig.AskAsync(mood);

            answer.Status.ShouldBe(SourceStatus.Complete, answer.Message);
            answer.Candidates.Count.ShouldBeGreaterThanOrEqualTo(30, mood.ToString());
        }

        fakes.Calls.Count(FakeService.Spotify).ShouldBe(0);
    }

    [Fact]
    public async Task After_a_restart_it_goes_on_where_it_was()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using (var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: Warm))
        {
            await UntilAsync(() => fakes.Calls.Count(FakeService.Spotify) >= 40);
            await rig.Get<SpotifyBackground>().WhenIdleAsync();
        }

        var before = Queries(fakes);
        fakes.Calls.Clear();
        await using var restarted = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: Warm);
        var pools = restarted.Get<CuratedArtistsFile>().Current.All.Count() * 2;
        await UntilAsync(() => before.Union(Queries(fakes), StringComparer.Ordinal).Count() >= pools);

        // The very last may have been asked for and not been stored when the program ended.
        Queries(fakes).Intersect(before, StringComparer.Ordinal).Count().ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task What_a_visitor_would_have_liked_is_fetched_though_nobody_curated_it()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: Warm);
        var namesake = fakes.Catalog.Artists.First(artist => !artist.IsCurated && !fakes.Catalog.Artists.Any(other => other.IsCurated && other.Name == artist.Name));
        var ask = new ArtistAsk(new SelectedArtist(namesake.Name, Languages.English), PoolPart.Recent);

        rig.Get<PoolDemand>().Add([ask, ask]);
        await UntilAsync(() => fakes.Calls.Of(FakeService.Spotify).Any(call => Uri.UnescapeDataString(call.Query).Contains($"\"{namesake.Name}\"", StringComparison.Ordinal)));

        rig.Get<PoolDemand>().Take().ShouldBeNull();
    }

    [Fact]
    public async Task While_Spotify_says_to_wait_nothing_is_asked()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var fakes = await SpotifyRig.FakesAsync(settings =>
        {
            settings.Time = time;
            settings.CallsPer30Seconds = 3;
        });
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, time, settings: Warm);

        await UntilAsync(() => fakes.Calls.Of(FakeService.Spotify).Any(call => call.Status == 429), () => time.Advance(TimeSpan.FromMilliseconds(20)));
        var refusedAt = time.GetUtcNow();
        var refused = fakes.Calls.Count(FakeService.Spotify);
        await UntilAsync(() => time.GetUtcNow() - refusedAt > TimeSpan.FromSeconds(25), () => time.Advance(TimeSpan.FromMilliseconds(500)));
        var whileHeld = fakes.Calls.Count(FakeService.Spotify);
        fakes.Settings.CallsPer30Seconds = null;
        await UntilAsync(() => fakes.Calls.Count(FakeService.Spotify) > refused + 5, () => time.Advance(TimeSpan.FromMilliseconds(500)));

        whileHeld.ShouldBe(refused);
        fakes.Calls.Of(FakeService.Spotify).Count(call => call.Status == 429).ShouldBe(1);
    }

    [Fact]
    public async Task Who_was_not_known_is_asked_for_in_advance_again_after_ten_minutes_and_not_before()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.UnknownArtists["Phoenix"] = true);
        // The clock runs fast here: no call is to be late.
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, time, settings: [.. Warm, ("Spotify:AttemptSeconds", "60"), ("Spotify:CallSeconds", "120")]);
        var pools = rig.Get<CuratedArtistsFile>().Current.All.Count() * 2;
        await UntilAsync(() => fakes.Calls.Count(FakeService.Spotify) >= pools, () => time.Advance(TimeSpan.FromMilliseconds(20)));
        await rig.WhenIdleAsync();
        var warmAt = time.GetUtcNow();

        await UntilAsync(() => time.GetUtcNow() - warmAt > TimeSpan.FromMinutes(8), () => time.Advance(TimeSpan.FromSeconds(2)));
        var before = OfPhoenix();
        await UntilAsync(() => OfPhoenix() > before + 1, () => time.Advance(TimeSpan.FromSeconds(2)));

        before.ShouldBe(2);
        OfPhoenix().ShouldBe(4);

        int OfPhoenix() => fakes.Calls.Of(FakeService.Spotify).Count(call => Uri.UnescapeDataString(call.Query).Contains("\"Phoenix\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_a_visitor_waits_nothing_is_asked()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: Warm);
        await UntilAsync(() => fakes.Calls.Count(FakeService.Spotify) >= 3);

        int begun, ended;
        using (rig.Get<SpotifyAdmission>().BeginLive())
        {
            // What was on its way already arrives.
            begun = -1;
            while (begun != fakes.Calls.Count(FakeService.Spotify))
            {
                begun = fakes.Calls.Count(FakeService.Spotify);
                await Task.Delay(200, TestContext.Current.CancellationToken);
            }

            await Task.Delay(500, TestContext.Current.CancellationToken);
            ended = fakes.Calls.Count(FakeService.Spotify);
        }

        await UntilAsync(() => fakes.Calls.Count(FakeService.Spotify) > ended);
        ended.ShouldBe(begun);
    }

    [Fact]
    public async Task A_Spotify_that_is_down_is_logged_once_and_does_not_end_it()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var fakes = await SpotifyRig.FakesAsync(settings => settings.Faults.Set(FakeService.Spotify, FakeFault.Status(403)));
        // The clock runs fast here: no call is to be late.
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, time, settings: [.. Warm, ("Spotify:AttemptSeconds", "60"), ("Spotify:CallSeconds", "120")]);

        await UntilAsync(() => fakes.Calls.Count(FakeService.Spotify) >= 5, () => time.Advance(TimeSpan.FromSeconds(5)));
        fakes.Settings.Faults.Clear();
        await UntilAsync(() => fakes.Calls.Of(FakeService.Spotify).Count(call => call.Status == 200) >= 5, () => time.Advance(TimeSpan.FromSeconds(5)));

        rig.Logs.Count(line => line.StartsWith("Warning: Spotify fails", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static HashSet<string> Queries(FakeServices fakes) => fakes.Calls.Of(FakeService.Spotify).Select(call => call.Query).ToHashSet(StringComparer.Ordinal);

    private static async Task UntilAsync(Func<bool> condition, Action? meanwhile = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            meanwhile?.Invoke();
            await Task.Delay(10, patience.Token);
        }
    }
}
