using System.Text.Json.Nodes;
using StoryBeats.Fakes;

namespace StoryBeats.Providers.Tests.Fakes;

public sealed class SpotifySearchTests
{
    [Fact]
    public async Task Years_are_kept_to_and_others_with_the_name_come_along()
    {
        await using var fakes = await FakeServices.StartAsync(settings => settings.Mode = SpotifyMode.Extended, TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);
        var meant = fakes.Catalog.Curated("Divine");

        var answer = await client.SearchAsync("artist:\"Divine\" year:2025-2026", "&limit=50&market=IN");

        var main = answer.Tracks.Select(track => track["artists"]![0]!["id"]!.GetValue<string>()).ToList();
        main.ShouldContain(id => id == meant.Id);
        main.ShouldContain(id => id != meant.Id);
        answer.Tracks.ShouldContain(track => track["artists"]![0]!["name"]!.GetValue<string>() == "Divine" && track["artists"]![0]!["id"]!.GetValue<string>() != meant.Id);
        answer.Tracks.ShouldContain(track => track["artists"]!.AsArray().Count > 1);
        answer.Tracks.ShouldAllBe(track => Year(track) >= 2025);
        answer.Tracks.ShouldContain(track => !track["is_playable"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("artist:\"Bon Iver\" track:\"Holocene\"", "Holocene")]
    [InlineData("track:Holocene artist:Bon Iver", "Holocene")]
    [InlineData("holocene bon iver", "Holocene")]
    [InlineData("artist:\"jose gonzalez\" track:heartbeats", "Heartbeats")]
    public async Task A_song_is_found_however_it_is_asked_for(string query, string title)
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);

        var answer = await client.SearchAsync(query);

        answer.Tracks[0]["name"]!.GetValue<string>().ShouldBe(title);
    }

    [Fact]
    public async Task One_recording_is_found_by_its_ISRC_on_single_and_album()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);
        var single = fakes.Catalog.Tracks.First(track => track.Isrc is { } isrc && fakes.Catalog.ByIsrc(isrc).Count == 2);

        var answer = await client.SearchAsync("isrc:" + single.Isrc);

        answer.Tracks.Select(track => track["id"]!.GetValue<string>()).Distinct(StringComparer.Ordinal).Count().ShouldBe(2);
        answer.Tracks.ShouldAllBe(track => track["external_ids"]!["isrc"]!.GetValue<string>() == single.Isrc);
    }

    [Fact]
    public async Task Pages_hold_every_result_once()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);
        var seen = new List<string>();

        var next = "spotify/api/v1/search?type=track&limit=10&q=artist:Radiohead";
        FakeAnswer answer;
        do
        {
            answer = await client.GetAsync(next);
            seen.AddRange(answer.Tracks.Select(track => track["id"]!.GetValue<string>()));
            next = answer.Body!["tracks"]!["next"]?.GetValue<string>();
        }
        while (next is not null);

        seen.Count.ShouldBe(answer.Body!["tracks"]!["total"]!.GetValue<int>());
        seen.Distinct(StringComparer.Ordinal).Count().ShouldBe(seen.Count);
    }

    [Fact]
    public async Task Unknown_artists_and_barren_markets_give_nothing()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);
        fakes.Settings.UnknownArtists["Radiohead"] = true;
        fakes.Settings.MarketsWithoutResults["IN"] = true;

        var unknown = await client.SearchAsync("artist:\"Radiohead\"");
        var barren = await client.SearchAsync("artist:\"Bon Iver\"", "&market=IN");
        var usual = await client.SearchAsync("artist:\"Bon Iver\"", "&market=US");

        unknown.Tracks.ShouldBeEmpty();
        barren.Tracks.ShouldBeEmpty();
        usual.Tracks.ShouldNotBeEmpty();
    }

    private static int Year(JsonNode track) => int.Parse(track["album"]!["release_date"]!.GetValue<string>()[..4], System.Globalization.CultureInfo.InvariantCulture);
}
