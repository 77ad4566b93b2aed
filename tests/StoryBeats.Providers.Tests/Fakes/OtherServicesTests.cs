using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using StoryBeats.Fakes;

namespace StoryBeats.Providers.Tests.Fakes;

public sealed class OtherServicesTests
{
    [Theory]
    [InlineData("track", ",")]
    [InlineData("audio-features", ",")]
    [InlineData("audio-features", "&ids=")]
    public async Task ReccoBeats_takes_forty_ids_and_leaves_out_what_it_does_not_know(string endpoint, string between)
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = new FakeClient(fakes);
        var ids = fakes.Catalog.Tracks.Take(39).Select(track => track.Id).Append("unknownunknownunknown1").ToList();

        var answer = await client.GetAsync($"reccobeats/v1/{endpoint}?ids={string.Join(between, ids)}");
        var tooMany = await client.GetAsync($"reccobeats/v1/{endpoint}?ids={string.Join(between, ids.Append(fakes.Catalog.Tracks[40].Id))}");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        var found = answer.Body!["content"]!.AsArray();
        found.Count.ShouldBeInRange(30, 39);
        found.ShouldAllBe(item => ids.Contains(item!["href"]!.GetValue<string>().Replace("https://open.spotify.com/track/", "", StringComparison.Ordinal), StringComparer.Ordinal));
        found.ShouldAllBe(item => !ids.Contains(item!["id"]!.GetValue<string>(), StringComparer.Ordinal));
        found.ShouldAllBe(item => item![endpoint == "track" ? "popularity" : "valence"] != null);
        tooMany.Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task ReccoBeats_over_its_limit_says_when_to_come_back()
    {
        await using var fakes = await FakeServices.StartAsync(
            settings => settings.Limits[FakeService.ReccoBeats] = new FakeLimit(0, TimeSpan.FromSeconds(7)), TestContext.Current.CancellationToken);
        using var client = new FakeClient(fakes);

        var answer = await client.GetAsync("reccobeats/v1/track?ids=x");

        answer.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.GetValues("Retry-After").ShouldBe(["7"]);
    }

    [Fact]
    public async Task Deezer_puts_covers_and_remixes_before_the_right_song()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = new FakeClient(fakes);

        var answer = await client.GetAsync("deezer/search?q=" + Uri.EscapeDataString("artist:\"Bon Iver\" track:\"Holocene\""));

        var data = answer.Body!["data"]!.AsArray();
        data.Select(item => item!["title"]!.GetValue<string>()).ShouldBe(["Holocene (Karaoke Version)", "Holocene", "Holocene (Night Drive Remix)", "Holocene"]);
        data[1]!["artist"]!["name"]!.GetValue<string>().ShouldBe("Bon Iver Tribute Band");
        data[3]!["artist"]!["name"]!.GetValue<string>().ShouldBe("Bon Iver");
    }

    [Fact]
    public async Task Deezers_errors_are_200_with_an_error_inside_and_its_previews_end()
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_795_000_000));
        await using var fakes = await FakeServices.StartAsync(settings => settings.Time = time, TestContext.Current.CancellationToken);
        using var client = new FakeClient(fakes);

        var unknown = await client.GetAsync("deezer/track/isrc:ZZZZZ9900001");
        var found = await FirstKnownAsync(fakes, client);
        fakes.Settings.Limits[FakeService.Deezer] = new FakeLimit(0, TimeSpan.FromSeconds(5));
        var overQuota = await client.GetAsync("deezer/search?q=x");

        unknown.Status.ShouldBe(HttpStatusCode.OK);
        unknown.Body!["error"]!["code"]!.GetValue<int>().ShouldBe(800);
        found["preview"]!.GetValue<string>().ShouldContain("hdnea=exp=1795000900~");
        found["album"]!["cover_big"]!.GetValue<string>().ShouldStartWith("https://");
        overQuota.Status.ShouldBe(HttpStatusCode.OK);
        overQuota.Body!["error"]!["code"]!.GetValue<int>().ShouldBe(4);
    }

    [Fact]
    public async Task ITunes_gives_as_many_songs_as_asked_for()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = new FakeClient(fakes);

        var answer = await client.GetAsync("itunes/search?term=radiohead&entity=song&limit=5");
        var none = await client.GetAsync("itunes/search?term=nobodyatall&entity=song");

        answer.Body!["resultCount"]!.GetValue<int>().ShouldBe(5);
        var results = answer.Body["results"]!.AsArray();
        results.Count.ShouldBe(5);
        results[^1]!["artistName"]!.GetValue<string>().ShouldBe("Radiohead");
        results.ShouldAllBe(song => song!["previewUrl"]!.GetValue<string>().StartsWith("https://", StringComparison.Ordinal));
        none.Body!["resultCount"]!.GetValue<int>().ShouldBe(0);
    }

    private static async Task<JsonObject> FirstKnownAsync(FakeServices fakes, FakeClient client)
    {
        foreach (var isrc in fakes.Catalog.Tracks.Select(track => track.Isrc).OfType<string>())
        {
            if ((await client.GetAsync("deezer/track/isrc:" + isrc)).Body is JsonObject track && track["preview"]?.GetValue<string>() is { Length: > 0 })
                return track;
        }

        throw new InvalidOperationException("Deezer knows nothing.");
    }
}
