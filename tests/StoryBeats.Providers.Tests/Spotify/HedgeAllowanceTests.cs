using CsCheck;
using StoryBeats.Catalog;
using StoryBeats.Fakes;
using StoryBeats.Providers.Spotify;
using StoryBeats.Retrieval;

namespace StoryBeats.Providers.Tests.Spotify;

public sealed class HedgeAllowanceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Second_requests_are_never_more_than_a_twentieth()
    {
        Gen.Bool.Array[0, 500].Sample(isHedge =>
        {
            var allowance = new HedgeAllowance();
            int calls = 0, hedges = 0;
            foreach (var wanted in isHedge)
            {
                allowance.Called();
                calls++;
                if (wanted && allowance.TryHedge())
                    hedges++;
                if (hedges * HedgeAllowance.CallsPerHedge > calls)
                    return false;
            }

            return true;
        });
    }

    [Fact]
    public void The_second_request_waits_for_the_P95_of_recent_calls()
    {
        var allowance = new HedgeAllowance();
        for (var i = 1000; i > 0; i--)
            allowance.Observe(TimeSpan.FromMilliseconds(i));

        // Of the last two hundred.
        allowance.Delay.ShouldBe(TimeSpan.FromMilliseconds(190));
    }

    [Fact]
    public async Task A_slow_call_gets_a_second_one_and_the_next_slow_one_does_not()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: [("Spotify:AttemptSeconds", "20"), ("Spotify:CallSeconds", "30")]);
        var artists = fakes.Catalog.Artists.Where(artist => artist.IsCurated).Select(artist => new ArtistAsk(new SelectedArtist(artist.Name, Languages.English), PoolPart.Proven)).ToList();
        foreach (var ask in artists.Take(HedgeAllowance.CallsPerHedge))
            await rig.Pools.GetAsync(ask, new CallTerms(Live: true), TestContext.Current.CancellationToken);
        fakes.Calls.Clear();

        fakes.Settings.Latency = new FakeLatency(1000, 1000);
        await rig.Pools.GetAsync(artists[^1], new CallTerms(Live: true), TestContext.Current.CancellationToken);
        await rig.Pools.GetAsync(artists[^2], new CallTerms(Live: true), TestContext.Current.CancellationToken);

        fakes.Calls.Count(FakeService.Spotify).ShouldBe(3);
    }

    [Fact]
    public async Task What_nobody_waits_for_gets_no_second_one()
    {
        await using var fakes = await SpotifyRig.FakesAsync();
        await using var rig = await SpotifyRig.StartAsync(fakes, _folder.Path, settings: [("Spotify:AttemptSeconds", "20"), ("Spotify:CallSeconds", "30")]);
        var artists = fakes.Catalog.Artists.Where(artist => artist.IsCurated).Select(artist => new ArtistAsk(new SelectedArtist(artist.Name, Languages.English), PoolPart.Proven)).ToList();
        foreach (var ask in artists.Take(HedgeAllowance.CallsPerHedge))
            await rig.Pools.GetAsync(ask, CallTerms.Background, TestContext.Current.CancellationToken);
        fakes.Calls.Clear();

        fakes.Settings.Latency = new FakeLatency(700, 700);
        await rig.Pools.GetAsync(artists[^1], CallTerms.Background, TestContext.Current.CancellationToken);

        fakes.Calls.Count(FakeService.Spotify).ShouldBe(1);
    }
}
