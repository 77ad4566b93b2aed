using System.Net;
using StoryBeats.Fakes;

namespace StoryBeats.Server.Tests;

public sealed class PlaylistTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_songs_shown_become_a_private_playlist_in_their_order()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);
        await visitor.SignInAsync();
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        var answer = await visitor.PlaylistAsync(opened.SessionId);

        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        var made = fakes.Playlists.ShouldHaveSingleItem();
        made.IsPublic.ShouldBeFalse();
        made.Name.ShouldStartWith("StoryBeats: ");
        answer.Json.GetProperty("playlist_url").GetString().ShouldBe($"https://open.spotify.com/playlist/{made.Id}");
        answer.Json.GetProperty("added").GetInt32().ShouldBe(made.Uris.Count);
        (made.Uris.Count + answer.Json.GetProperty("missing").GetArrayLength()).ShouldBe(5);
        made.Uris.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Liked_songs_alone_become_a_playlist_where_any_is_liked()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);
        await visitor.SignInAsync();
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        (await visitor.PlaylistAsync(opened.SessionId, """{"songs": "liked"}""")).ShouldBeProblem(400).ShouldContain("No song of this session is liked yet");
        (await server.LikeAsync(opened.SessionId, opened.SongIds[1])).ShouldBeOk();
        (await server.LikeAsync(opened.SessionId, opened.SongIds[3])).ShouldBeOk();
        (await server.DislikeAsync(opened.SessionId, opened.SongIds[0])).ShouldBeOk();

        var liked = await visitor.PlaylistAsync(opened.SessionId, """{"name": "Beach day", "public": true}""");
        var shown = await visitor.PlaylistAsync(opened.SessionId, """{"songs": "shown"}""");

        Songs(liked).ShouldBe(2);
        Songs(shown).ShouldBe(4);

        fakes.Playlists.Single(playlist => playlist.Name == "Beach day").IsPublic.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"songs": "all"}""", "songs must be liked or shown")]
    [InlineData("""{"songs": 5}""", "not the expected JSON")]
    [InlineData("not json", "not the expected JSON")]
    public async Task What_cannot_be_made_is_said(string json, string expected)
    {
        await using var server = await RunningServer.StartAsync();
        using var visitor = new SpotifyVisitor(server);

        (await visitor.PlaylistAsync("AAAAAAAAAAAAAAAAAAAAAA", json)).ShouldBeProblem(400).ShouldContain(expected);
    }

    [Fact]
    public async Task An_unknown_session_has_no_playlist() // and neither has a visitor who is not connected
    {
        await using var server = await RunningServer.StartAsync();
        using var visitor = new SpotifyVisitor(server);
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        (await visitor.PlaylistAsync("AAAAAAAAAAAAAAAAAAAAAA")).ShouldBeProblem(404);
        (await visitor.PlaylistAsync(opened.SessionId)).ShouldBeProblem(401).ShouldContain("Connect Spotify first");
    }

    [Fact]
    public async Task Tokens_that_ended_are_renewed_first()
    {
        var clock = new MovableClock();
        await using var fakes = await FakeServices.StartAsync(settings => settings.RotateRefreshTokens = true, Cancellation);
        await using var server = await RunningServer.StartAsync(clock, SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);
        await visitor.SignInAsync();
        var before = fakes.Calls.Count(FakeService.SpotifyAccounts, "token");
        clock.Move(TimeSpan.FromHours(2));
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        Songs(await visitor.PlaylistAsync(opened.SessionId)).ShouldBe(5);
        Songs(await visitor.PlaylistAsync(opened.SessionId)).ShouldBe(5);

        fakes.Calls.Count(FakeService.SpotifyAccounts, "token").ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task A_visitor_who_took_the_permission_back_is_asked_to_connect_again()
    {
        var clock = new MovableClock();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(clock, SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);
        await visitor.SignInAsync();
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        fakes.Settings.RevokeRefreshTokens();
        fakes.Settings.RevokeTokens();
        clock.Move(TimeSpan.FromMinutes(65));
        opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        (await visitor.PlaylistAsync(opened.SessionId)).ShouldBeProblem(401).ShouldContain("Connect Spotify again");

        (await visitor.GetAsync("/api/v2/spotify")).Json.GetProperty("connected").GetBoolean().ShouldBeFalse();
        fakes.Playlists.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(403, 403, "Development Mode")]
    [InlineData(500, 503, "cannot do this just now")]
    [InlineData(429, 503, "cannot do this just now")]
    public async Task What_Spotify_refuses_is_said_honestly(int theirs, int ours, string expected)
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);
        await visitor.SignInAsync();
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        fakes.Settings.Faults.Set(FakeService.Spotify, "me/playlists", FakeFault.Status(theirs));

        var answer = await visitor.PlaylistAsync(opened.SessionId);

        answer.ShouldBeProblem(ours).ShouldContain(expected);
        if (ours == 503)
            answer.Headers.ShouldContainKey("Retry-After");
        // A playlist made twice is worse than none.
        fakes.Calls.Count(FakeService.Spotify, "me/playlists").ShouldBe(1);
    }

    [Fact]
    public async Task A_playlist_that_could_not_be_filled_is_named()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);
        await visitor.SignInAsync();
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        fakes.Settings.Faults.Set(FakeService.Spotify, "playlists/{id}/items", FakeFault.ServerError);

        var said = (await visitor.PlaylistAsync(opened.SessionId)).ShouldBeProblem(503);

        said.ShouldContain($"The playlist is at https://open.spotify.com/playlist/{fakes.Playlists[0].Id}, but its songs could not be added.");
    }

    // Songs that are in the playlist, and those that Spotify does not have.
    private static int Songs(Answer answer)
    {
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return answer.Json.GetProperty("added").GetInt32() + answer.Json.GetProperty("missing").GetArrayLength();
    }
}
