using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;

namespace StoryBeats.Server.Tests;

public sealed class InsightsTests(SharedServer shared)
{
    private const string Path = "/api/v2/insights";
    private const string Token = "a-token-of-twenty-four-letters";
    private const string WithToken = "--Admin:Token=" + Token;

    private readonly RunningServer _server = shared.Server;

    [Fact]
    public async Task Insights_sum_what_visitors_said()
    {
        await using var server = await RunningServer.StartAsync();
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        var mood = opened.Json.GetProperty("analysis").GetProperty("mood_category").GetString()!;
        var felt = mood == "happy" ? "moody" : "happy";
        await server.LikeAsync(opened.SessionId, opened.SongIds[0]);
        await server.DislikeAsync(opened.SessionId, opened.SongIds[1], "too_slow");
        await server.DoAsync(opened.SessionId, "spotify_click", opened.SongIds[2]);
        await server.DoAsync(opened.SessionId, "preview_play", opened.SongIds[2]);
        await server.CorrectAsync(opened.SessionId, felt);

        var answer = (await server.GetAsync(Path)).ShouldBeOk();

        answer.Headers["Cache-Control"].ShouldBe("no-store");
        var json = answer.Json;
        Answer.Names(json).ShouldBe(
            ["since", "days", "sessions", "songs_shown", "totals", "by_mood", "by_artist", "by_language", "by_hour", "low_moods", "often_disliked", "reasons", "corrections"]);
        json.GetProperty("days").GetInt32().ShouldBe(30);
        json.GetProperty("sessions").GetInt32().ShouldBe(1);
        json.GetProperty("songs_shown").GetInt32().ShouldBe(10);
        json.GetProperty("totals").GetRawText().ShouldBe("{\"likes\":1,\"dislikes\":1,\"total\":2,\"like_rate\":0.5}");
        var moods = json.GetProperty("by_mood").EnumerateArray().ToList();
        moods.Count.ShouldBe(9);
        Answer.Names(moods[0]).ShouldBe(["name", "shown", "likes", "dislikes", "plays", "clicks", "like_rate"]);
        moods.Sum(sum => sum.GetProperty("likes").GetInt32()).ShouldBe(1);
        moods.Sum(sum => sum.GetProperty("clicks").GetInt32()).ShouldBe(1);
        moods.Sum(sum => sum.GetProperty("plays").GetInt32()).ShouldBe(1);
        json.GetProperty("by_hour").EnumerateArray().Select(sum => sum.GetProperty("name").GetString()).ShouldBe(Enumerable.Range(0, 24).Select(hour => $"{hour:00}"));
        json.GetProperty("by_language").EnumerateArray().Sum(sum => sum.GetProperty("shown").GetInt32()).ShouldBe(10);
        json.GetProperty("by_artist").GetArrayLength().ShouldBeInRange(5, 10);
        json.GetProperty("reasons").GetRawText().ShouldBe("[{\"reason\":\"too_slow\",\"count\":1}]");
        json.GetProperty("corrections").GetRawText().ShouldBe($"[{{\"read\":\"{mood}\",\"felt\":\"{felt}\",\"count\":1}}]");
        answer.Text.ShouldNotContain(opened.SessionId);
    }

    [Fact]
    public async Task Insights_look_back_as_far_as_they_are_asked()
    {
        var clock = new MovableClock();
        await using var server = await RunningServer.StartAsync(clock);
        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        clock.Move(TimeSpan.FromDays(10));

        (await server.GetAsync(Path + "?days=9")).ShouldBeOk().Json.GetProperty("sessions").GetInt32().ShouldBe(0);
        (await server.GetAsync(Path + "?days=11")).ShouldBeOk().Json.GetProperty("sessions").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("3651")]
    [InlineData("1.5")]
    [InlineData("")]
    [InlineData("all")]
    [InlineData("99999999999999")]
    [InlineData("7&days=8")]
    public async Task Days_that_make_no_sense_are_a_bad_request(string days) =>
        (await _server.GetAsync($"{Path}?days={days}")).ShouldBeProblem(400).ShouldContain("days");

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-For", "")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Original-For", "127.0.0.1")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Host", "storybeats.example")]
    [InlineData("Host", "localhost.example")]
    [InlineData("Host", "127.0.0.1.example:5080")]
    [InlineData("Host", "[::2]")]
    [InlineData("Host", "127.0.0.2")]
    public async Task Without_a_token_nothing_that_a_proxy_or_another_name_brings_gets_in(string name, string value)
    {
        var answer = await _server.SendAsync(HttpMethod.Get, Path, headers: [(name, value)]);

        answer.ShouldBeProblem(403).ShouldContain("Admin__Token");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:1234")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:5080")]
    public async Task Without_a_token_this_machine_gets_in_under_its_own_names(string host) =>
        (await _server.SendAsync(HttpMethod.Get, Path, headers: [("Host", host)])).ShouldBeOk();

    [Fact]
    public async Task Without_a_token_a_proxy_of_HTTP_1_0_does_not_get_in() =>
        (await RawAsync($"GET {Path} HTTP/1.0\r\nHost: localhost\r\n\r\n")).ShouldStartWith("HTTP/1.1 403");

    [Fact]
    public async Task Without_a_host_nobody_gets_in() =>
        (await RawAsync($"GET {Path} HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n")).ShouldStartWith("HTTP/1.1 403");

    [Fact]
    public async Task With_a_token_whoever_has_it_gets_in_from_anywhere()
    {
        await using var server = await RunningServer.StartAsync(WithToken);

        foreach (var scheme in (string[])["Bearer", "bearer"])
        {
            (await server.SendAsync(HttpMethod.Get, Path, headers:
                [("Authorization", $"{scheme} {Token}"), ("X-Forwarded-For", "203.0.113.7"), ("Host", "storybeats.example")])).ShouldBeOk();
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer a-token-of-twenty-four-letter")]
    [InlineData("Bearer a-token-of-twenty-four-lettersX")]
    [InlineData("Bearer A-TOKEN-OF-TWENTY-FOUR-LETTERS")]
    [InlineData("Basic a-token-of-twenty-four-letters")]
    [InlineData("a-token-of-twenty-four-letters")]
    [InlineData("Bearer a-token-of-twenty-four-letters, Bearer x")]
    public async Task With_a_token_nobody_else_gets_in_this_machine_neither(string? authorization)
    {
        await using var server = await RunningServer.StartAsync(WithToken);

        var answer = await server.SendAsync(HttpMethod.Get, Path, headers: authorization is null ? [] : [("Authorization", authorization)]);

        answer.ShouldBeProblem(401).ShouldContain("Admin__Token");
        answer.Headers["WWW-Authenticate"].ShouldStartWith("Bearer");
        answer.Text.ShouldNotContain(Token);
        (await server.SendAsync(HttpMethod.Get, $"{Path}?token={Token}")).ShouldBeProblem(401);
    }

    [Fact]
    public async Task A_short_token_stops_the_start() =>
        (await Should.ThrowAsync<OptionsValidationException>(() => RunningServer.StartAsync("--Admin:Token=secret"))).Message.ShouldContain("16 characters");

    [Fact]
    public async Task The_page_has_no_figures_in_it_and_opens_for_everybody()
    {
        await using var server = await RunningServer.StartAsync(WithToken);

        var page = await server.GetAsync("/insights/");

        ((int)page.Status).ShouldBe(200);
        page.MediaType.ShouldBe("text/html");
        page.Text.ShouldNotContain(Token);
        page.Text.ShouldNotContain("<script>");
        page.Text.ShouldNotContain(" style=\"");
        page.Headers["Content-Security-Policy"].ShouldNotContain("unsafe");
    }

    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_server.Address.Host, _server.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
