using StoryBeats.Fakes;

namespace StoryBeats.Server.Tests;

public sealed class ReadersTests(SharedServer shared)
{
    [Fact]
    public async Task Without_a_model_this_server_alone_reads()
    {
        var answer = (await shared.Server.GetAsync("/api/v2/readers")).ShouldBeOk().Json;

        answer.GetProperty("readers").EnumerateArray().Select(reader => reader.GetString()).ShouldBe(["local"]);
        Answer.Names(answer.GetProperty("models")).ShouldBeEmpty();
        Answer.Names(answer.GetProperty("hosts")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, "anthropic openai local")]
    [InlineData("openai,anthropic,local", "openai anthropic local")]
    [InlineData("openai", "openai local")]
    [InlineData("local", "local")]
    public async Task Readers_are_named_in_the_order_they_are_asked(string? order, string names)
    {
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        string[] settings = Models.Settings(fakes, FakeService.Anthropic, FakeService.OpenAI);
        await using var server = await RunningServer.StartAsync(order is null ? settings : [.. settings, $"--Vision:Order={order}"]);

        var answer = await server.GetAsync("/api/v2/readers");

        answer.ShouldBeOk().Json.GetProperty("readers").EnumerateArray().Select(reader => reader.GetString()).ShouldBe(names.Split(' '));
        Answer.Names(answer.Json.GetProperty("models")).ShouldBe(names.Split(' ')[..^1], ignoreOrder: true);
        var hosts = answer.Json.GetProperty("hosts");
        Answer.Names(hosts).ShouldBe(names.Split(' ')[..^1], ignoreOrder: true);
        hosts.EnumerateObject().ShouldAllBe(host => host.Value.GetString() == "127.0.0.1");
        answer.Text.ShouldNotContain(fakes.Settings.Models[FakeService.Anthropic].ApiKey!);
    }

    [Fact]
    public async Task The_host_that_photos_are_sent_to_is_told_and_nothing_else_of_its_address()
    {
        // Nothing is asked before a photo comes, or the server says that it is ready.
        await using var server = await RunningServer.StartAsync(
            "--Anthropic:ApiKey=sk-ant-secret", "--Ollama:Model=gemma4:4b", "--Ollama:BaseAddress=https://GPU.invalid:8443/ollama/",
            "--Compatible:Name=mistral", "--Compatible:Model=pixtral", "--Compatible:BaseAddress=http://[::1]:9/v1/", "--Vision:Order=mistral,ollama");

        var answer = (await server.GetAsync("/api/v2/readers")).ShouldBeOk();

        answer.Json.GetProperty("readers").EnumerateArray().Select(reader => reader.GetString()).ShouldBe(["mistral", "ollama", "local"]);
        answer.Json.GetProperty("hosts").EnumerateObject().ToDictionary(host => host.Name, host => host.Value.GetString(), StringComparer.Ordinal)
            .ShouldBe(new Dictionary<string, string?>(StringComparer.Ordinal) { ["mistral"] = "[::1]", ["ollama"] = "gpu.invalid" }, ignoreOrder: true);
        answer.Text.ShouldNotContain("secret");
        answer.Text.ShouldNotContain("8443");
    }
}
