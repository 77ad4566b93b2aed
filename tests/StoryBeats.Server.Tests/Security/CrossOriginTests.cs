using Microsoft.Extensions.Options;

namespace StoryBeats.Server.Tests.Security;

public sealed class CrossOriginTests(SharedServer shared)
{
    private const string Allowed = "Access-Control-Allow-Origin";
    private const string Site = "https://songs.example";

    [Fact]
    public async Task Nobody_elses_page_may_read_an_answer_unless_it_is_set()
    {
        var answer = await shared.Server.SendAsync(HttpMethod.Get, "/health", null, ("Origin", Site));
        var preflight = await PreflightAsync(shared.Server, Site);

        answer.Headers.ShouldNotContainKey(Allowed);
        preflight.Headers.ShouldNotContainKey(Allowed);
    }

    [Fact]
    public async Task A_site_that_is_set_may_call_without_cookies_and_read_when_to_come_back()
    {
        await using var server = await RunningServer.StartWithLimitsAsync($"--Cors:Origins={Site}, http://localhost:3000", "--RateLimits:MoreSongsPerMinute=1", "--StoryBeats:WarmUp=false");

        var preflight = await PreflightAsync(server, Site);
        var first = await server.SendAsync(HttpMethod.Post, "/api/more-songs", "{}", ("Origin", Site));
        var limited = await server.SendAsync(HttpMethod.Post, "/api/more-songs", "{}", ("Origin", Site));
        var other = await server.SendAsync(HttpMethod.Get, "/health", null, ("Origin", "https://evil.example"));
        var profile = await server.SendAsync(HttpMethod.Post, "/api/v2/profile", null, ("Origin", Site), ("Sec-Fetch-Site", "cross-site"));

        ((int)preflight.Status).ShouldBe(204);
        preflight.Headers["Access-Control-Allow-Methods"].ShouldContain("POST");
        first.ShouldBeError(400);
        first.Headers[Allowed].ShouldBe(Site);
        first.Headers["Vary"].ShouldContain("Origin");
        limited.ShouldBeError(429);
        limited.Headers[Allowed].ShouldBe(Site);
        limited.Headers["Access-Control-Expose-Headers"].ShouldContain("Retry-After");
        foreach (var answer in (Answer[])[preflight, first, limited])
            answer.Headers.ShouldNotContainKey("Access-Control-Allow-Credentials");
        other.Headers.ShouldNotContainKey(Allowed);
        profile.ShouldBeProblem(403);
    }

    [Fact]
    public async Task Sites_may_be_written_as_a_list()
    {
        await using var server = await RunningServer.StartAsync($"--Cors:Origins:0={Site}", "--Cors:Origins:1=http://localhost:3000");

        (await PreflightAsync(server, Site)).Headers[Allowed].ShouldBe(Site);
        (await PreflightAsync(server, "http://localhost:3000")).Headers[Allowed].ShouldBe("http://localhost:3000");
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.songs.example")]
    [InlineData("songs.example")]
    [InlineData("https://songs.example/page")]
    [InlineData("ftp://songs.example")]
    public async Task What_is_no_origin_stops_the_start_and_says_what_to_write(string origins) =>
        (await Should.ThrowAsync<OptionsValidationException>(() => RunningServer.StartAsync($"--Cors:Origins={origins}"))).Message.ShouldContain("Name every site");

    private static Task<Answer> PreflightAsync(RunningServer server, string origin) => server.SendAsync(
        HttpMethod.Options, "/api/more-songs", null, ("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "content-type"));
}
