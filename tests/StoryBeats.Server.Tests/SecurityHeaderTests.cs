namespace StoryBeats.Server.Tests;

public sealed class SecurityHeaderTests(SharedServer shared)
{
    private readonly RunningServer _server = shared.Server;

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/index.html", 200)]
    [InlineData("/js/main.js", 200)]
    [InlineData("/insights/", 200)]
    [InlineData("/docs/", 200)]
    [InlineData("/openapi/v1.json", 200)]
    [InlineData("/health", 200)]
    [InlineData("/nothing", 404)]
    [InlineData("/api/nothing", 404)]
    [InlineData("/api/analyze", 405)]
    [InlineData("/api/v2/recommendations", 405)]
    public async Task Every_answer_is_closed_to_other_pages(string path, int status)
    {
        var answer = await _server.GetAsync(path);

        ((int)answer.Status).ShouldBe(status);
        answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        answer.Headers["Referrer-Policy"].ShouldBe("no-referrer");
        answer.Headers["X-Frame-Options"].ShouldBe("DENY");
        answer.Headers["Content-Security-Policy"].ShouldContain("frame-ancestors 'none'");
        answer.Headers.ShouldNotContainKey("Server");
        answer.Headers.ShouldNotContainKey("X-Powered-By");
    }

    [Fact]
    public async Task Songs_carry_the_headers_too()
    {
        var answer = (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        answer.Headers["Content-Security-Policy"].ShouldContain("default-src 'none'");
    }

    [Fact]
    public async Task The_page_runs_its_own_scripts_and_styles_alone()
    {
        var page = await _server.GetAsync("/");

        page.MediaType.ShouldBe("text/html");
        var policy = page.Headers["Content-Security-Policy"].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        policy.ShouldContain("default-src 'none'", StringComparer.Ordinal);
        policy.ShouldContain("script-src 'self'", StringComparer.Ordinal);
        policy.ShouldContain("style-src 'self'", StringComparer.Ordinal);
        policy.ShouldContain("connect-src 'self'", StringComparer.Ordinal);
        policy.ShouldContain("base-uri 'none'", StringComparer.Ordinal);
        page.Headers["Content-Security-Policy"].ShouldNotContain("unsafe");
        page.Text.ShouldNotContain("<script>");
        page.Text.ShouldNotContain(" style=\"");
        page.Text.ShouldNotContain(" onclick=");
        page.Text.ShouldNotContain("http://");
        page.Text.ShouldNotContain("https://");
    }

    [Theory]
    [InlineData("/../appsettings.json")]
    [InlineData("/..%2fappsettings.json")]
    [InlineData("/%2e%2e/appsettings.json")]
    [InlineData("/appsettings.json")]
    [InlineData("/data/starter-catalogue.csv")]
    public async Task Nothing_beside_the_page_is_served(string path)
    {
        var answer = await _server.GetAsync(path);

        answer.ShouldBeError(404);
    }
}
