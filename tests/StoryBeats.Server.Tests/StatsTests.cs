using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using StoryBeats.Fakes;

namespace StoryBeats.Server.Tests;

public sealed class StatsTests
{
    private const string Token = "a-token-of-twenty-four-letters";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_anything_was_measured_nothing_is_said()
    {
        await using var server = await RunningServer.StartAsync();

        var answer = (await server.GetAsync("/api/stats")).ShouldBeOk();

        answer.Headers["Cache-Control"].ShouldBe("no-store");
        var stats = answer.Json;
        Answer.Names(stats).ShouldBe(["instance", "since", "window_seconds", "requests", "latency", "cache", "upstream", "artists", "queues", "models"]);
        stats.GetProperty("window_seconds").GetInt32().ShouldBe(3600);
        stats.GetProperty("requests").GetRawText().ShouldBe("{\"count\":0,\"errors\":0,\"error_rate\":{\"value\":null,\"target\":0.01,\"ok\":null}}");
        stats.GetProperty("cache").GetRawText().ShouldBe("{\"hit_rate\":{\"value\":null,\"target\":0.6,\"ok\":null},\"by_cache\":{}}");
        stats.GetProperty("upstream").GetRawText().ShouldBe("{\"calls_per_request\":{\"mean\":null,\"p95\":null,\"max\":null,\"target\":30,\"ok\":null}}");
        stats.GetProperty("artists").GetRawText().ShouldBe("{\"count\":0,\"p95_s\":null,\"target_s\":10,\"ok\":null}");
        stats.GetProperty("models").GetRawText().ShouldBe("{\"tokens\":null,\"cost_usd\":null}");
        foreach (var reading in stats.GetProperty("latency").EnumerateObject().Select(latency => latency.Value))
        {
            foreach (var figure in (string[])["p50_ms", "p95_ms", "p99_ms", "ok"])
                reading.GetProperty(figure).ValueKind.ShouldBe(JsonValueKind.Null);
            reading.GetProperty("recent_p95_ms").EnumerateArray().ShouldAllBe(minute => minute.ValueKind == JsonValueKind.Null);
        }
    }

    [Fact]
    public async Task A_new_photo_is_first_the_same_again_is_cached_and_looking_at_the_figures_is_no_request()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(SpotifyVisitor.Settings(fakes));
        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        (await server.AnalyzeAsync("no photo"u8.ToArray())).ShouldBeError(400);
        await server.GetAsync("/api/stats");

        var stats = (await server.GetAsync("/api/stats")).ShouldBeOk().Json;

        stats.GetProperty("requests").GetProperty("count").GetInt32().ShouldBe(3);
        stats.GetProperty("requests").GetProperty("errors").GetInt32().ShouldBe(0);
        stats.GetProperty("requests").GetProperty("error_rate").GetProperty("ok").GetBoolean().ShouldBeTrue();
        foreach (var (reading, target) in new[] { ("first", 7000), ("cached", 2000) })
        {
            var latency = stats.GetProperty("latency").GetProperty(reading);
            latency.GetProperty("count").GetInt32().ShouldBe(1);
            latency.GetProperty("p50_ms").GetDouble().ShouldBeGreaterThan(0);
            latency.GetProperty("p99_ms").GetDouble().ShouldBeGreaterThanOrEqualTo(latency.GetProperty("p50_ms").GetDouble());
            latency.GetProperty("target_ms").GetInt32().ShouldBe(target);
            latency.GetProperty("ok").GetBoolean().ShouldBe(latency.GetProperty("p95_ms").GetDouble() <= target);
        }

        // What the fake counted is what the visitor's requests are said to have cost: nothing else asked.
        var calls = stats.GetProperty("upstream").GetProperty("calls_per_request");
        calls.GetProperty("max").GetInt32().ShouldBeInRange(1, fakes.Calls.Of(FakeService.Spotify).Count + fakes.Calls.Of(FakeService.SpotifyAccounts).Count);
        calls.GetProperty("mean").GetDouble().ShouldBeGreaterThan(0);
        calls.GetProperty("ok").GetBoolean().ShouldBeTrue();
        stats.GetProperty("artists").GetProperty("count").GetInt32().ShouldBeGreaterThan(0);
        var caches = stats.GetProperty("cache").GetProperty("by_cache");
        caches.GetProperty("vibe").GetRawText().ShouldBe("{\"lookups\":2,\"hit_rate\":0.5}");
        Answer.ShouldHave(caches, "songs", "pool");
        Answer.ShouldHave(stats.GetProperty("queues"), "previews", "second_looks", "writes", "inquiries");
    }

    [Fact]
    public async Task A_models_reading_tokens_and_cost_are_there_and_its_cached_reading_is_cached()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        await using var server = await RunningServer.StartAsync(
            [.. Models.Settings(fakes, FakeService.Anthropic), "--Anthropic:InputPricePerMillion=1", "--Anthropic:OutputPricePerMillion=5", "--SecondLook:Enabled=false"]);
        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();

        var stats = (await server.GetAsync("/api/stats")).ShouldBeOk().Json;

        stats.GetProperty("latency").GetProperty("first").GetProperty("count").GetInt32().ShouldBe(1);
        stats.GetProperty("latency").GetProperty("cached").GetProperty("count").GetInt32().ShouldBe(1);
        stats.GetProperty("models").GetProperty("tokens").GetInt64().ShouldBeGreaterThan(0);
        stats.GetProperty("models").GetProperty("cost_usd").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_fault_counts_as_an_error_of_what_was_asked()
    {
        await using var server = await RunningServer.StartAsync(app =>
        {
            app.MapGet("/api/fault", string () => throw new InvalidOperationException());
            app.MapGet("/fault", string () => throw new InvalidOperationException());
        });

        (await server.GetAsync("/api/fault")).ShouldBeError(500);
        await server.GetAsync("/fault");
        (await server.GetAsync("/api/nothing")).ShouldBeError(404);

        var requests = (await server.GetAsync("/api/stats")).ShouldBeOk().Json.GetProperty("requests");
        requests.GetRawText().ShouldBe("{\"count\":2,\"errors\":1,\"error_rate\":{\"value\":0.5,\"target\":0.01,\"ok\":false}}");
        (await server.GetAsync("/metrics")).Text.ShouldContain("kind=\"unforeseen\"");
    }

    [Theory]
    [InlineData("/api/stats")]
    [InlineData("/metrics")]
    public async Task The_figures_are_the_operators_alone(string path)
    {
        await using var open = await RunningServer.StartAsync();
        await using var locked = await RunningServer.StartAsync($"--Admin:Token={Token}");

        (await open.GetAsync(path)).Status.ShouldBe(HttpStatusCode.OK);
        (await open.SendAsync(HttpMethod.Get, path, headers: ("X-Forwarded-For", "203.0.113.7"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await locked.GetAsync(path)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await locked.SendAsync(HttpMethod.Get, path, headers: ("Authorization", "Bearer another-token-of-24-chars"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var answer = await locked.SendAsync(HttpMethod.Get, path, headers: [("Authorization", $"Bearer {Token}"), ("X-Forwarded-For", "203.0.113.7")]);
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Headers["Cache-Control"].ShouldContain("no-store");
    }

    [Fact]
    public async Task The_page_may_ask_every_two_seconds()
    {
        await using var server = await RunningServer.StartWithLimitsAsync("--StoryBeats:WarmUp=false", "--RateLimits:PerHour=3", "--RateLimits:RecordsPerMinute=3");

        for (var i = 0; i < 8; i++)
            (await server.GetAsync("/api/stats")).ShouldBeOk();
    }
}
