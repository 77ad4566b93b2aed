using System.Globalization;
using Microsoft.Extensions.Options;

namespace StoryBeats.Server.Tests;

public sealed class RateLimitTests
{
    [Fact]
    public async Task The_request_over_the_limit_is_told_when_to_come_back()
    {
        await using var server = await RunningServer.StartWithLimitsAsync("--RateLimits:AnalyzePerMinute=2");
        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        var v1 = await server.AnalyzeAsync(RenderedPhoto.Good);
        var v2 = await server.PostAsync("/api/v2/recommendations", Form.Of(RenderedPhoto.Good));

        ShouldSayWhen(v1, v1.ShouldBeError(429));
        ShouldSayWhen(v2, v2.ShouldBeProblem(429));
    }

    [Fact]
    public async Task Bad_requests_count_too()
    {
        await using var server = await RunningServer.StartWithLimitsAsync("--RateLimits:AnalyzePerMinute=1");
        (await server.AnalyzeAsync([])).ShouldBeError(400);

        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeError(429);
    }

    [Fact]
    public async Task Each_endpoint_has_its_own_limit_and_pages_and_health_have_none()
    {
        await using var server = await RunningServer.StartWithLimitsAsync("--RateLimits:AnalyzePerMinute=1", "--RateLimits:MoreSongsPerMinute=2");
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeError(429);

        (await MoreAsync()).ShouldBeOk();
        (await MoreAsync()).ShouldBeOk();
        (await MoreAsync()).ShouldBeError(429);

        for (var again = 0; again < 30; again++)
        {
            foreach (var page in (string[])["/health", "/", "/styles.css", "/openapi/v1.json"])
                ((int)(await server.GetAsync(page)).Status).ShouldBe(200, page);
        }

        Task<Answer> MoreAsync() => server.PostJsonAsync("/api/more-songs", $"{{\"session_id\": \"{opened.SessionId}\"}}");
    }

    [Theory]
    [InlineData("PerHour", 3600)]
    [InlineData("PerDay", 86400)]
    public async Task The_limit_over_all_counts_every_call(string setting, int window)
    {
        await using var server = await RunningServer.StartWithLimitsAsync($"--RateLimits:{setting}=2");
        (await server.PostJsonAsync("/api/more-songs", "{}")).ShouldBeError(400);
        (await server.AnalyzeAsync([])).ShouldBeError(400);

        var answer = await server.PostJsonAsync("/api/more-songs", "{}");

        ShouldSayWhen(answer, answer.ShouldBeError(429), window);
        (await server.GetAsync("/health")).ShouldBeOk();
    }

    [Fact]
    public async Task The_limits_of_the_original_are_the_default()
    {
        await using var server = await RunningServer.StartWithLimitsAsync();

        for (var call = 0; call < 5; call++)
            (await server.AnalyzeAsync([])).ShouldBeError(400);
        (await server.AnalyzeAsync([])).ShouldBeError(429);
        for (var call = 0; call < 10; call++)
            (await server.PostJsonAsync("/api/more-songs", "{}")).ShouldBeError(400);
        (await server.PostJsonAsync("/api/more-songs", "{}")).ShouldBeError(429);
    }

    [Theory]
    [InlineData("--RateLimits:AnalyzePerMinute=0")]
    [InlineData("--RateLimits:PerDay=-1")]
    public async Task A_limit_that_makes_no_sense_stops_the_start(string setting) =>
        await Should.ThrowAsync<OptionsValidationException>(() => RunningServer.StartWithLimitsAsync(setting));

    private static void ShouldSayWhen(Answer answer, string sentence, int window = 60)
    {
        var seconds = int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture);
        seconds.ShouldBeInRange(1, window);
        sentence.ShouldBe(string.Create(CultureInfo.InvariantCulture, $"Too many requests. Try again in {seconds} seconds."));
    }
}
