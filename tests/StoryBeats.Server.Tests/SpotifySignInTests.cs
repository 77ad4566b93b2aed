using System.Web;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using StoryBeats.Fakes;

namespace StoryBeats.Server.Tests;

public sealed class SpotifySignInTests(SharedServer shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_an_app_at_Spotify_there_is_no_sign_in_and_the_answer_says_what_to_set()
    {
        (await shared.Server.GetAsync("/api/spotify/auth")).ShouldBeError(404).ShouldContain("Spotify__ClientId");
        (await shared.Server.PostJsonAsync("/api/spotify/callback", """{"code": "a", "state": "b"}""")).ShouldBeError(404);
        var state = (await shared.Server.GetAsync("/api/v2/spotify")).ShouldBeOk().Json;
        state.GetProperty("available").GetBoolean().ShouldBeFalse();
        state.GetProperty("connected").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_visitor_is_sent_to_Spotify_with_state_and_PKCE_for_playlists_alone()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);

        var address = await visitor.BeginAsync();

        address.AbsoluteUri.ShouldStartWith(new Uri(fakes.Address, "spotify/accounts/authorize?").AbsoluteUri);
        var query = HttpUtility.ParseQueryString(address.Query);
        query["response_type"].ShouldBe("code");
        query["code_challenge_method"].ShouldBe("S256");
        query["code_challenge"]!.Length.ShouldBe(43);
        query["state"]!.Length.ShouldBe(22);
        query["scope"].ShouldBe("playlist-modify-private playlist-modify-public");
        query["redirect_uri"].ShouldBe(new Uri(server.Address, "/spotify/callback").AbsoluteUri);
    }

    [Fact]
    public async Task Who_comes_back_is_connected_and_the_database_holds_no_token_in_the_clear()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);
        using var other = new SpotifyVisitor(server);

        await visitor.SignInAsync();

        (await visitor.GetAsync("/api/v2/spotify")).ShouldBeOk().Json.GetProperty("connected").GetBoolean().ShouldBeTrue();
        (await other.GetAsync("/api/v2/spotify")).ShouldBeOk().Json.GetProperty("connected").GetBoolean().ShouldBeFalse();
        var kept = await TokensAsync(server);
        kept.ShouldNotBeEmpty();
        // What Data Protection writes begins with its magic header; a token would be JSON.
        kept.ShouldAllBe(tokens => tokens.Length > 100 && tokens[0] == 0x09 && tokens[1] == 0xF0);
    }

    [Fact]
    public async Task A_code_is_taken_only_from_the_browser_that_began_and_once()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);
        using var other = new SpotifyVisitor(server);
        var back = await visitor.GoAsync(await visitor.BeginAsync());

        (await other.EndAsync(back)).ShouldBeError(400).ShouldContain("not begun in this browser");
        (await visitor.EndAsync(back)).ShouldBeOk();
        (await visitor.EndAsync(back)).ShouldBeError(400);
        await visitor.BeginAsync();
        (await visitor.EndAsync("a code", "another state")).ShouldBeError(400);
        (await visitor.EndAsync("", "")).ShouldBeError(400).ShouldContain("code and state are missing");
    }

    [Fact]
    public async Task A_sign_in_ends_after_ten_minutes()
    {
        var clock = new MovableClock();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(clock, SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);
        var back = await visitor.GoAsync(await visitor.BeginAsync());

        clock.Move(TimeSpan.FromMinutes(11));

        (await visitor.EndAsync(back)).ShouldBeError(400).ShouldContain("more than ten minutes ago");
    }

    [Fact]
    public async Task A_code_that_Spotify_does_not_take_connects_nobody()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);
        var state = HttpUtility.ParseQueryString((await visitor.BeginAsync()).Query)["state"];

        (await visitor.EndAsync("invented", state)).ShouldBeError(400).ShouldContain("Begin again");

        (await visitor.GetAsync("/api/v2/spotify")).Json.GetProperty("connected").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Localhost_is_told_to_use_an_address_that_Spotify_takes()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        await using var elsewhere = await RunningServer.StartAsync([.. SpotifyVisitor.Settings(fakes), "--Spotify:RedirectUri=https://songs.example/back"]);

        (await server.SendAsync(HttpMethod.Get, "/api/spotify/auth", null, ("Host", $"localhost:{server.Address.Port}")))
            .ShouldBeError(400).ShouldContain($"Open http://127.0.0.1:{server.Address.Port} instead");
        var address = (await elsewhere.SendAsync(HttpMethod.Get, "/api/spotify/auth", null, ("Host", "localhost"))).ShouldBeOk().Json.GetProperty("auth_url").GetString()!;
        HttpUtility.ParseQueryString(new Uri(address).Query)["redirect_uri"].ShouldBe("https://songs.example/back");
    }

    [Theory]
    [InlineData("beats.example", "https", "https://beats.example/spotify/callback")]
    [InlineData("beats.example:8443", "https, http", "https://beats.example:8443/spotify/callback")]
    [InlineData("127.0.0.1:5080", null, "http://127.0.0.1:5080/spotify/callback")]
    [InlineData("[::1]:5080", "http", "http://[::1]:5080/spotify/callback")]
    public async Task Visitors_come_back_to_the_address_that_they_opened_behind_a_proxy_too(string host, string? scheme, string expected)
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync([.. SpotifyVisitor.Settings(fakes), "--Proxies:Known=127.0.0.1"]);

        var answer = await AuthAsync(server, host, scheme);

        HttpUtility.ParseQueryString(new Uri(answer.ShouldBeOk().Json.GetProperty("auth_url").GetString()!).Query)["redirect_uri"].ShouldBe(expected);
    }

    [Theory]
    [InlineData("192.168.1.9:5080", null)]
    [InlineData("beats.example", null)]
    [InlineData("beats.example", "http")]
    public async Task An_address_that_Spotify_sends_nobody_back_to_is_refused_at_once(string host, string? scheme)
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));

        (await AuthAsync(server, host, scheme)).ShouldBeError(400).ShouldContain("only to https or to http://127.0.0.1");
    }

    [Theory]
    [InlineData("/x")]
    [InlineData("songs.example/back")]
    [InlineData("ftp://songs.example/back")]
    public async Task A_return_address_that_is_none_stops_the_start(string setting)
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);

        (await Should.ThrowAsync<OptionsValidationException>(() => RunningServer.StartAsync([.. SpotifyVisitor.Settings(fakes), $"--Spotify:RedirectUri={setting}"])))
            .Message.ShouldContain("RedirectUri must be an absolute http or https address");
    }

    [Fact]
    public async Task Disconnecting_and_forgetting_a_profile_forget_the_tokens()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        using var visitor = new SpotifyVisitor(server);

        await visitor.SignInAsync();
        (await visitor.DeleteAsync("/api/v2/spotify")).Status.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await visitor.DeleteAsync("/api/v2/spotify")).ShouldBeProblem(404);
        await visitor.SignInAsync();
        await visitor.PostAsync("/api/v2/profile", "");
        (await visitor.DeleteAsync("/api/v2/profile")).Status.ShouldBe(System.Net.HttpStatusCode.NoContent);

        (await TokensAsync(server)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_sites_page_signs_nobody_in()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));

        (await server.SendAsync(HttpMethod.Get, "/api/spotify/auth", null, ("Sec-Fetch-Site", "cross-site"))).ShouldBeError(403);
        (await server.SendAsync(HttpMethod.Post, "/api/spotify/callback", """{"code": "a", "state": "b"}""", ("Sec-Fetch-Site", "cross-site"))).ShouldBeError(403);
    }

    private static Task<Answer> AuthAsync(RunningServer server, string host, string? scheme) => server.SendAsync(
        HttpMethod.Get, "/api/spotify/auth", null, scheme is null ? [("Host", host)] : [("Host", host), ("X-Forwarded-Proto", scheme)]);

    private static async Task<IReadOnlyList<byte[]>> TokensAsync(RunningServer server)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(server.DataFolder, "storybeats.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT tokens FROM linked_accounts";
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var tokens = new List<byte[]>();
        while (await reader.ReadAsync(Cancellation))
            tokens.Add(reader.GetFieldValue<byte[]>(0));
        return tokens;
    }
}
