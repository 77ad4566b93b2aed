using StoryBeats.Fakes;

namespace StoryBeats.Server.Tests;

/// <summary>While a model looks, live songs for what this machine read are fetched; what it says then costs only what is new.</summary>
public sealed class SpeculationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("euphoric")]
    [InlineData("melancholic")]
    public async Task No_artist_is_fetched_twice_for_one_photo(string mood)
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        var model = fakes.Settings.Models[FakeService.Anthropic];
        model.Says = _ => Models.Says(mood, .9, .9);
        var gate = AnswerGate.OfReadings(model);
        await using var server = await RunningServer.StartAsync([.. SpotifyVisitor.Settings(fakes), .. Models.Settings(fakes, FakeService.Anthropic), "--SecondLook:Enabled=false"]);
        await using var answer = await LiveAnswer.AskAsync(server, Form.Of(RenderedPhoto.Good));
        var draft = (await answer.NextAsync(), await answer.NextAsync()).Item2;
        await Models.UntilAsync(() => fakes.Calls.Of(FakeService.Spotify).All(call => call.Status is not null));
        var before = Searches(fakes);

        gate.Open();
        var rest = await answer.RestAsync();

        draft.Stage.ShouldBe("songs draft");
        before.ShouldNotBeEmpty();
        rest[0].Analysis.GetProperty("source").GetString().ShouldBe("anthropic");
        // Not one of those again; a call may be hedged by its like within one hunt.
        Searches(fakes).Skip(before.Count).Intersect(before, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_that_reads_what_this_machine_read_costs_no_call()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        var model = fakes.Settings.Models[FakeService.Anthropic];
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fakes.Settings.OnCall = (call, cancellationToken) => call.Service is FakeService.Anthropic ? asked.Task.WaitAsync(cancellationToken) : Task.CompletedTask;
        await using var server = await RunningServer.StartAsync([.. SpotifyVisitor.Settings(fakes), .. Models.Settings(fakes, FakeService.Anthropic), "--SecondLook:Enabled=false"]);
        await using var answer = await LiveAnswer.AskAsync(server, Form.Of(RenderedPhoto.Good));
        var read = (await answer.NextAsync()).Analysis;
        await answer.NextAsync();
        var before = Searches(fakes);
        // The same mood, sound and culture; other words.
        model.Says = _ => $$"""{"mood": "{{read.GetProperty("mood_category").GetString()}}", "cultural_vibe": "{{read.GetProperty("cultural_vibe").GetString()}}", "description": "The same."}""";

        asked.SetResult();
        var rest = await answer.RestAsync();

        rest[0].Analysis.GetProperty("description").GetString().ShouldBe("The same.");
        Searches(fakes).Count.ShouldBe(before.Count);
    }

    private static IReadOnlyList<string> Searches(FakeServices fakes) => [.. fakes.Calls.Of(FakeService.Spotify).Select(call => call.Path + call.Query)];
}
