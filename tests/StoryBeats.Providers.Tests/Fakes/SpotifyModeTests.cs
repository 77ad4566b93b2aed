using System.Net;
using System.Text.Json.Nodes;
using StoryBeats.Fakes;

namespace StoryBeats.Providers.Tests.Fakes;

public sealed class SpotifyModeTests
{
    [Theory]
    [InlineData("artists/{artist}/top-tracks?market=US", 403, 200)]
    [InlineData("artists?ids={artist}", 403, 200)]
    [InlineData("tracks?ids={track}", 403, 200)]
    [InlineData("albums?ids={album}", 403, 200)]
    [InlineData("search?q=x&type=track&limit=11", 400, 200)]
    [InlineData("search?q=x&type=track&limit=51", 400, 400)]
    [InlineData("artists/{artist}/albums?limit=50", 400, 200)]
    [InlineData("audio-features?ids={track}", 403, 403)]
    [InlineData("recommendations?seed_artists={artist}", 403, 403)]
    [InlineData("artists/{artist}/related-artists", 403, 403)]
    [InlineData("tracks/{track}", 200, 200)]
    public async Task What_was_withdrawn_is_refused(string path, int development, int extended)
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);
        var track = fakes.Catalog.Tracks[0];
        var asked = "spotify/api/v1/" + path.Replace("{artist}", track.Artists[0].Id).Replace("{track}", track.Id).Replace("{album}", track.Album.Id);

        var inDevelopment = await client.GetAsync(asked);
        fakes.Settings.Mode = SpotifyMode.Extended;
        var inExtended = await client.GetAsync(asked);

        ((int)inDevelopment.Status).ShouldBe(development);
        ((int)inExtended.Status).ShouldBe(extended);
    }

    [Fact]
    public async Task Development_leaves_popularity_followers_and_markets_out()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);
        const string path = "spotify/api/v1/search?type=track,artist,album&q=artist:Radiohead&limit=10";

        var development = Members((await client.GetAsync(path)).Body);
        fakes.Settings.Mode = SpotifyMode.Extended;
        var extended = Members((await client.GetAsync(path)).Body);

        development.Contains("popularity").ShouldBeFalse();
        development.Contains("followers").ShouldBeFalse();
        development.Contains("available_markets").ShouldBeFalse();
        extended.Contains("popularity").ShouldBeTrue();
        extended.Contains("followers").ShouldBeTrue();
        extended.Contains("available_markets").ShouldBeTrue();
    }

    [Theory]
    [InlineData(SpotifyMode.Development, 5)]
    [InlineData(SpotifyMode.Extended, 20)]
    public async Task Without_a_limit_a_search_gives_as_many_as_the_mode_says(SpotifyMode mode, int expected)
    {
        await using var fakes = await FakeServices.StartAsync(settings => settings.Mode = mode, TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);

        var answer = await client.SearchAsync("artist:Radiohead", more: "");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Tracks.Count.ShouldBe(expected);
        answer.Body!["tracks"]!["limit"]!.GetValue<int>().ShouldBe(expected);
    }

    private static HashSet<string> Members(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Members(member.Value).Append(member.Key)).ToHashSet(StringComparer.Ordinal),
        JsonArray items => items.SelectMany(Members).ToHashSet(StringComparer.Ordinal),
        _ => new HashSet<string>(StringComparer.Ordinal),
    };
}
