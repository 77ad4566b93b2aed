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

    [Fact]
    public async Task Feedback_has_the_originals_limits()
    {
        await using var server = await RunningServer.StartWithLimitsAsync();

        await ShouldAllowAsync(20, () => server.PostJsonAsync("/api/feedback", "{}"));
        await ShouldAllowAsync(50, () => server.PostJsonAsync("/api/feedback/implicit", "{}"));
    }

    [Theory]
    [InlineData("FeedbackPerHour", 3600)]
    [InlineData("FeedbackPerDay", 86400)]
    public async Task Feedback_is_counted_apart_from_photos(string setting, int window)
    {
        await using var server = await RunningServer.StartWithLimitsAsync($"--RateLimits:{setting}=3", "--RateLimits:PerHour=2");
        (await server.PostJsonAsync("/api/feedback", "{}")).ShouldBeError(400);
        (await server.PostJsonAsync("/api/feedback/implicit", "{}")).ShouldBeError(400);
        (await server.GetAsync("/api/v2/profile")).ShouldBeProblem(404);

        var answer = await server.PostJsonAsync("/api/feedback", "{}");

        ShouldSayWhen(answer, answer.ShouldBeError(429), window);
        (await server.GetAsync("/api/v2/sessions/none")).ShouldBeProblem(429);
        (await server.AnalyzeAsync([])).ShouldBeError(400);
        (await server.PostJsonAsync("/api/more-songs", "{}")).ShouldBeError(400);
        (await server.AnalyzeAsync([])).ShouldBeError(429);
    }

    [Fact]
    public async Task Correcting_a_mood_counts_as_asking_for_songs()
    {
        await using var server = await RunningServer.StartWithLimitsAsync("--RateLimits:MoreSongsPerMinute=2");

        (await server.CorrectAsync("none", "happy")).ShouldBeProblem(404);
        (await server.MoreAsync("none")).ShouldBeError(404);
        (await server.CorrectAsync("none", "happy")).ShouldBeProblem(429);
    }

    [Fact]
    public async Task Guessing_the_token_is_limited()
    {
        await using var server = await RunningServer.StartWithLimitsAsync("--Admin:Token=a-token-of-twenty-four-letters", "--RateLimits:RecordsPerMinute=3");

        for (var guess = 0; guess < 3; guess++)
            (await server.SendAsync(HttpMethod.Get, "/api/v2/insights", headers: [("Authorization", "Bearer guess")])).ShouldBeProblem(401);

        (await server.SendAsync(HttpMethod.Get, "/api/v2/insights", headers: [("Authorization", "Bearer guess")])).ShouldBeProblem(429);
    }

    [Theory]
    [InlineData("--RateLimits:AnalyzePerMinute=0")]
    [InlineData("--RateLimits:FeedbackPerHour=0")]
    [InlineData("--RateLimits:PerDay=-1")]
    public async Task A_limit_that_makes_no_sense_stops_the_start(string setting) =>
        await Should.ThrowAsync<OptionsValidationException>(() => RunningServer.StartWithLimitsAsync(setting));

    private static async Task ShouldAllowAsync(int calls, Func<Task<Answer>> call)
    {
        for (var made = 0; made < calls; made++)
            (await call()).ShouldBeError(400);
        (await call()).ShouldBeError(429);
    }

    private static void ShouldSayWhen(Answer answer, string sentence, int window = 60)
    {
        var seconds = int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture);
        seconds.ShouldBeInRange(1, window);
        sentence.ShouldBe(string.Create(CultureInfo.InvariantCulture, $"Too many requests. Try again in {seconds} seconds."));
    }
}
