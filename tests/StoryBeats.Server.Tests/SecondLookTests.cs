using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Fakes;
using StoryBeats.SecondLook;

namespace StoryBeats.Server.Tests;

/// <summary>A model looks at the photo again once it is answered: "five more" follows its order.</summary>
public sealed class SecondLookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_more_follow_the_second_look()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        var gate = AnswerGate.OfSecondLooks(fakes.Settings.Models[FakeService.Anthropic]);
        await using var server = await RunningServer.StartAsync(Models.Settings(fakes, FakeService.Anthropic));
        var opened = await RecommendAsync(server);
        await Models.UntilAsync(() => fakes.Models.SecondLooks.Count == 1);
        var before = await ToComeAsync(server, opened.SessionId);

        gate.Open();
        await Models.UntilAsync(() => server.Services.GetRequiredService<SecondLooks>().Count == 0);
        var after = await ToComeAsync(server, opened.SessionId);
        var more = (await server.MoreAsync(opened.SessionId)).ShouldBeOk();

        after.ShouldNotBe(before);
        after.ShouldBe(before, ignoreOrder: true);
        more.SongIds.ShouldBe(after.Take(5));
        foreach (var song in more.Songs)
        {
            song.GetProperty("confidence").GetDouble().ShouldBeInRange(0, 1);
            song.GetProperty("confidence_source").GetString().ShouldBe("anthropic");
        }

        foreach (var song in opened.Songs)
        {
            song.GetProperty("confidence").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
            song.GetProperty("confidence_source").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        }
    }

    [Fact]
    public async Task A_deleted_session_is_not_looked_at_any_more()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        _ = AnswerGate.OfSecondLooks(fakes.Settings.Models[FakeService.Anthropic]);
        await using var server = await RunningServer.StartAsync(Models.Settings(fakes, FakeService.Anthropic));
        var opened = await RecommendAsync(server);
        await Models.UntilAsync(() => fakes.Models.SecondLooks.Count == 1);

        var deleted = await server.SendAsync(HttpMethod.Delete, $"/api/v2/sessions/{opened.SessionId}");

        ((int)deleted.Status).ShouldBe(204);
        await Models.UntilAsync(() => fakes.Models.SecondLooks[0].ClientLeft);
        await Models.UntilAsync(() => server.Services.GetRequiredService<SecondLooks>().Count == 0);
    }

    [Fact]
    public async Task What_waits_when_the_server_stops_is_dropped_and_counted()
    {
        using var log = new RecordingLog();
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        _ = AnswerGate.OfSecondLooks(fakes.Settings.Models[FakeService.Anthropic]);
        var server = await RunningServer.StartLoggingAsync(log, ["--RateLimits:Enabled=false", "--SecondLook:AtOnce=1", .. Models.Settings(fakes, FakeService.Anthropic)]);
        try
        {
            await RecommendAsync(server);
            await RecommendAsync(server, RenderedPhoto.Jpeg(200, 150, seed: 3));
            await Models.UntilAsync(() => server.Services.GetRequiredService<SecondLooks>().Count == 2 && fakes.Models.SecondLooks.Count == 1);
        }
        finally
        {
            await server.DisposeAsync();
        }

        log.Lines.Count(line => line.Contains("2 photos were to be looked at again", StringComparison.Ordinal)).ShouldBe(1);
        log.Faults.ShouldBeEmpty();
        fakes.Models.SecondLooks.Count.ShouldBe(1);
    }

    private static async Task<Answer> RecommendAsync(RunningServer server, byte[]? photo = null) =>
        (await server.PostAsync("/api/v2/recommendations", Form.Of(photo ?? RenderedPhoto.Good))).ShouldBeOk();

    private static async Task<IReadOnlyList<string>> ToComeAsync(RunningServer server, string session) =>
        [.. (await server.KeptAsync(session)).ShouldBeOk().Json.GetProperty("to_come").EnumerateArray().Select(song => song.GetProperty("id").GetString()!)];
}
