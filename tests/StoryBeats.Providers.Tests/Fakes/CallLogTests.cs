using StoryBeats.Fakes;

namespace StoryBeats.Providers.Tests.Fakes;

public sealed class CallLogTests
{
    [Fact]
    public async Task Every_call_is_counted_by_service_and_endpoint()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);

        await client.SearchAsync("a");
        await client.SearchAsync("b", "&limit=11");
        await client.GetAsync("spotify/api/v1/artists/x/top-tracks");
        await client.GetAsync("deezer/track/isrc:USFK02602025");
        await client.GetAsync("spotify/api/v1/no/such/thing");

        fakes.Calls.Count(FakeService.SpotifyAccounts, "token").ShouldBe(1);
        fakes.Calls.Count(FakeService.Spotify).ShouldBe(4);
        fakes.Calls.Of(FakeService.Spotify).Select(call => call.Endpoint).ShouldBe(["search", "search", "artists/{id}/top-tracks", "no/such/thing"]);
        fakes.Calls.Of(FakeService.Spotify, "search").Select(call => call.Status).ShouldBe([200, 400]);
        fakes.Calls.Of(FakeService.Spotify, "search").ShouldAllBe(call => call.Bearer == client.Bearer);
        fakes.Calls.Of(FakeService.Spotify, "search")[0].Query.ShouldBe("?type=track&q=a&limit=10");
        fakes.Calls.Count(FakeService.Deezer, "track/isrc:{isrc}").ShouldBe(1);
        fakes.Calls.Clear();
        fakes.Calls.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_counts_can_be_asked_for_and_asking_does_not_count()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);
        await client.SearchAsync("a");

        await client.GetAsync("calls");
        var counts = await client.GetAsync("calls");

        counts.Body!.ToJsonString().ShouldBe("""{"SpotifyAccounts token 200":1,"Spotify search 200":1}""");
    }
}
