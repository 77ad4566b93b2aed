using Microsoft.Extensions.Options;

namespace StoryBeats.Server.Tests.Security;

/// <summary>What a header says of a visitor counts only when one of our own proxies says it.</summary>
public sealed class ProxyTests
{
    private const string OnePhoto = "--RateLimits:AnalyzePerMinute=1";

    [Fact]
    public async Task A_visitor_cannot_change_their_address_by_a_header()
    {
        await using var server = await RunningServer.StartWithLimitsAsync(OnePhoto, "--StoryBeats:WarmUp=false");

        (await SendAsync(server, "X-Forwarded-For", "203.0.113.1")).ShouldBeError(400);
        (await SendAsync(server, "X-Forwarded-For", "203.0.113.2")).ShouldBeError(429);
        (await SendAsync(server, "Forwarded", "for=203.0.113.3")).ShouldBeError(429);
        (await SendAsync(server, "X-Real-IP", "203.0.113.4")).ShouldBeError(429);
    }

    [Fact]
    public async Task Of_what_our_proxies_say_the_last_address_that_is_not_theirs_counts()
    {
        await using var server = await RunningServer.StartWithLimitsAsync(OnePhoto, "--StoryBeats:WarmUp=false", "--Proxies:Known=127.0.0.1, 10.0.0.0/8");

        (await SendAsync(server, "X-Forwarded-For", "203.0.113.1")).ShouldBeError(400);
        (await SendAsync(server, "X-Forwarded-For", "203.0.113.2")).ShouldBeError(400);
        // What the visitor wrote themselves stands to the left.
        (await SendAsync(server, "X-Forwarded-For", "203.0.113.9, 203.0.113.1")).ShouldBeError(429);
        (await SendAsync(server, "X-Forwarded-For", "203.0.113.9, 203.0.113.2, 10.0.0.5")).ShouldBeError(429);
        (await SendAsync(server, "X-Forwarded-For", "2001:db8:1:2::1")).ShouldBeError(400);
        (await SendAsync(server, "X-Forwarded-For", "2001:db8:1:2:ffff::9")).ShouldBeError(429);
    }

    [Fact]
    public async Task A_proxy_that_is_not_ours_is_not_believed()
    {
        await using var server = await RunningServer.StartWithLimitsAsync(OnePhoto, "--StoryBeats:WarmUp=false", "--Proxies:Known=192.0.2.1");

        (await SendAsync(server, "X-Forwarded-For", "203.0.113.1")).ShouldBeError(400);
        (await SendAsync(server, "X-Forwarded-For", "203.0.113.2")).ShouldBeError(429);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("203.0.113.1, 127.0.0.1")]
    public async Task Through_a_proxy_of_ours_nobody_is_this_machine(string claimed)
    {
        await using var server = await RunningServer.StartAsync("--Proxies:Known=127.0.0.1");

        (await server.GetAsync("/api/v2/insights")).ShouldBeOk();
        (await server.SendAsync(HttpMethod.Get, "/api/v2/insights", null, ("X-Forwarded-For", claimed))).ShouldBeProblem(403);
    }

    [Fact]
    public async Task Only_who_came_by_https_is_told_to_come_by_nothing_else()
    {
        await using var server = await RunningServer.StartAsync("--Proxies:Known=127.0.0.1");
        await using var without = await RunningServer.StartAsync("--Proxies:Known=127.0.0.1", "--Hsts:Days=0");
        await using var unbelieved = await RunningServer.StartAsync();
        const string hsts = "Strict-Transport-Security";

        (await PageAsync(server, "https")).Headers[hsts].ShouldBe("max-age=2592000");
        (await PageAsync(server, "http")).Headers.ShouldNotContainKey(hsts);
        (await PageAsync(without, "https")).Headers.ShouldNotContainKey(hsts);
        (await PageAsync(unbelieved, "https")).Headers.ShouldNotContainKey(hsts);
    }

    [Theory]
    [InlineData("anybody")]
    [InlineData("10.0.0.0/99")]
    public async Task A_proxy_that_is_no_address_stops_the_start(string known) =>
        (await Should.ThrowAsync<OptionsValidationException>(() => RunningServer.StartAsync($"--Proxies:Known={known}"))).Message.ShouldContain("Proxies:Known must be");

    private static Task<Answer> PageAsync(RunningServer server, string scheme) =>
        server.SendAsync(HttpMethod.Get, "/", null, ("Host", "songs.example"), ("X-Forwarded-Proto", scheme));

    private static Task<Answer> SendAsync(RunningServer server, string header, string value)
    {
        var form = Form.Of([]);
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/analyze") { Content = new ByteArrayContent(form.ToBytes()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", form.ContentType);
        request.Headers.TryAddWithoutValidation(header, value);
        return server.SendAsync(request);
    }
}
