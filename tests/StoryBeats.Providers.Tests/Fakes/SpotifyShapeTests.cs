using System.Net;
using System.Text.Json.Nodes;
using StoryBeats.Fakes;

namespace StoryBeats.Providers.Tests.Fakes;

public sealed class SpotifyShapeTests
{
    [Theory]
    [InlineData(SpotifyMode.Development)]
    [InlineData(SpotifyMode.Extended)]
    public async Task Every_answer_has_the_shape_that_Spotify_describes(SpotifyMode mode)
    {
        var file = OpenApiFile.Spotify();
        await using var fakes = await FakeServices.StartAsync(settings => settings.Mode = mode, TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);

        foreach (var (template, path) in Reads(fakes, mode))
        {
            var answer = await client.GetAsync("spotify/api/v1" + path);

            answer.Status.ShouldBe(HttpStatusCode.OK, path);
            file.Problems("get", template, 200, answer.Body, mode == SpotifyMode.Development).ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task A_visitors_answers_have_the_shape_that_Spotify_describes()
    {
        var file = OpenApiFile.Spotify();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = new FakeClient(fakes);
        var code = await client.AuthorizeAsync("playlist-modify-private");
        client.Bearer = (await client.ExchangeAsync(code["code"])).Body!["access_token"]!.GetValue<string>();

        var me = await client.GetAsync("spotify/api/v1/me");
        var made = await client.PostAsync("spotify/api/v1/me/playlists", new JsonObject { ["name"] = "Dusk", ["public"] = false });
        var added = await client.PostAsync($"spotify/api/v1/playlists/{made.Body!["id"]}/items", new JsonObject { ["uris"] = new JsonArray("spotify:track:" + fakes.Catalog.Tracks[0].Id) });

        file.Problems("get", "/me", 200, me.Body, isDevelopment: true).ShouldBeEmpty();
        file.Problems("post", "/me/playlists", 201, made.Body, isDevelopment: true).ShouldBeEmpty();
        file.Problems("post", "/playlists/{playlist_id}/items", 201, added.Body, isDevelopment: true).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_error_has_the_shape_that_Spotify_describes()
    {
        var file = OpenApiFile.Spotify();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var stranger = new FakeClient(fakes);
        using var client = await FakeClient.WithTokenAsync(fakes);

        var unauthorized = await stranger.SearchAsync("x");
        var forbidden = await client.GetAsync("spotify/api/v1/tracks?ids=x");
        var badRequest = await client.SearchAsync("x", "&limit=11");
        var notFound = await client.GetAsync("spotify/api/v1/albums/nothing");
        fakes.Settings.CallsPer30Seconds = 0;
        var tooMany = await client.SearchAsync("x");

        unauthorized.Status.ShouldBe(HttpStatusCode.Unauthorized);
        file.Problems("get", "/search", 401, unauthorized.Body, isDevelopment: false).ShouldBeEmpty();
        forbidden.Status.ShouldBe(HttpStatusCode.Forbidden);
        file.Problems("get", "/tracks", 403, forbidden.Body, isDevelopment: false).ShouldBeEmpty();
        badRequest.Status.ShouldBe(HttpStatusCode.BadRequest);
        file.ErrorProblems("BadRequest", badRequest.Body).ShouldBeEmpty();
        notFound.Status.ShouldBe(HttpStatusCode.NotFound);
        file.ErrorProblems("NotFound", notFound.Body).ShouldBeEmpty();
        tooMany.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        file.Problems("get", "/search", 429, tooMany.Body, isDevelopment: false).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_check_itself_finds_a_wrong_type_an_unknown_member_and_a_missing_one()
    {
        var file = OpenApiFile.Spotify();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = await FakeClient.WithTokenAsync(fakes);
        var answer = await client.SearchAsync("artist:\"Bon Iver\"");

        answer.Tracks[0]["duration_ms"] = "long";
        answer.Tracks[0]["mood"] = "sad";
        answer.Tracks[0]["album"]!.AsObject().Remove("release_date");
        answer.Tracks[0]["album"]!["album_type"] = "tape";

        file.Problems("get", "/search", 200, answer.Body, isDevelopment: true).ShouldBe(
        [
            "$.tracks.items[0].duration_ms is String, not integer",
            "$.tracks.items[0].album.release_date is missing",
            "$.tracks.items[0].album.album_type is \"tape\", none of album, single, compilation",
            "$.tracks.items[0].mood is not known",
        ], ignoreOrder: true);
    }

    /// <summary>Every reading endpoint, as the file names it and as it is asked.</summary>
    private static IEnumerable<(string Template, string Path)> Reads(FakeServices fakes, SpotifyMode mode)
    {
        var artist = fakes.Catalog.Curated("Bon Iver");
        var tracks = fakes.Catalog.By(artist);
        var album = tracks[0].Album;
        var many = mode == SpotifyMode.Extended ? 50 : 10;
        yield return ("/search", $"/search?type=track,artist,album&q=artist:%22Divine%22&limit={many}&market=IN");
        yield return ("/search", $"/search?type=track&q=year:1990-2020&limit={many}");
        yield return ("/artists/{id}", $"/artists/{artist.Id}");
        yield return ("/artists/{id}/albums", $"/artists/{artist.Id}/albums?limit={many}");
        yield return ("/albums/{id}", $"/albums/{album.Id}?market=US");
        yield return ("/albums/{id}/tracks", $"/albums/{album.Id}/tracks?limit=3&offset=1");
        foreach (var track in tracks)
            yield return ("/tracks/{id}", $"/tracks/{track.Id}");
        if (mode != SpotifyMode.Extended)
            yield break;

        yield return ("/artists/{id}/top-tracks", $"/artists/{artist.Id}/top-tracks?market=US");
        yield return ("/artists", $"/artists?ids={artist.Id}");
        yield return ("/albums", $"/albums?ids={album.Id},{tracks[^1].Album.Id}");
        yield return ("/tracks", $"/tracks?ids={string.Join(',', tracks.Take(50).Select(track => track.Id))}");
    }
}
