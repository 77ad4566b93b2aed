using StoryBeats.Fakes;

namespace StoryBeats.Server.Tests;

/// <summary>The command with a model to ask.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Recommend_waits_for_the_model_and_says_who_has_read()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        fakes.Settings.Models[FakeService.Anthropic].Says = _ => Models.Says("euphoric", .95, .95);

        var table = await RunAsync(fakes, "recommend", Photo());
        var json = await RunAsync(fakes, "recommend", Photo(), "--json");

        table.ExitCode.ShouldBe(0, table.Error);
        table.Output.ShouldContain("euphoric");
        table.Output.ShouldContain("read by anthropic (claude-haiku-5-5)");
        using var answer = System.Text.Json.JsonDocument.Parse(json.Output);
        answer.RootElement.GetProperty("analysis").GetProperty("readers")[0].GetProperty("reader").GetString().ShouldBe("anthropic");
    }

    [Fact]
    public async Task Recommend_says_why_the_model_has_not_read()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        fakes.Settings.Models[FakeService.Anthropic].Fails = 500;

        var result = await RunAsync(fakes, "recommend", Photo());

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("read by this machine");
        result.Output.ShouldContain("Anthropic");
        result.Output.ShouldContain("So this machine read the photo.");
    }

    [Fact]
    public async Task Recommend_locally_asks_no_model()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);

        var result = await RunAsync(fakes, "recommend", Photo(), "--local");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("read by this machine");
        fakes.Models.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_model_says_moves_no_cursor_and_is_no_markup()
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: Cancellation);
        fakes.Settings.Models[FakeService.Anthropic].Says = _ => Models.Says("eu[red]phoric", .9, .9, "A \u001b[2Jscene \u009b31m [bold]of\u0007 [/] light.");

        var result = await RunAsync(fakes, "recommend", Photo());

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("[bold]of");
        result.Output.Where(letter => char.IsControl(letter) && letter is not ('\n' or '\r')).ShouldBeEmpty();
    }

    private string Photo() => _folder.Write("photo.jpg", RenderedPhoto.Good);

    private Task<CommandResult> RunAsync(FakeServices fakes, params string[] arguments) => CommandLine.RunWithAsync(
        _folder.Root,
        fakes.ModelSettings(FakeService.Anthropic).Append(new("Vision:DeadlineSeconds", "60")).Select(setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value!)),
        arguments);
}
