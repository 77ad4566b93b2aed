using System.Text.Json;
using StoryBeats.Providers.Tests.ZeroShot;

namespace StoryBeats.Server.Tests;

/// <summary>The command with a bigger model on this machine.</summary>
public sealed class LocalModelCommandTests : IDisposable
{
    private readonly TempFolder _published = new();
    private readonly TempFolder _data = new();

    public void Dispose()
    {
        _published.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task A_model_is_added_chosen_reads_and_goes()
    {
        ToyModel.WritePrompts(_data.Root);
        var photo = _data.Write("photo.jpg", RenderedPhoto.Good);

        var added = await RunAsync("models", "add", ToyModel.Publish(_published.Root));
        var used = await RunAsync("models", "use", "toy-clip");
        var read = await RunAsync("recommend", photo, "--json");
        var looked = await RunAsync("doctor");
        var listed = await RunAsync("models", "list", "--json");
        var removed = await RunAsync("models", "remove", "toy-clip");

        foreach (var result in (CommandResult[])[added, used, read, listed, removed])
            result.ExitCode.ShouldBe(0, result.Error);
        added.Output.ShouldContain("storybeats models use toy-clip");
        looked.Output.ShouldContain("toy-clip (CLIP)");
        using var answer = JsonDocument.Parse(read.Output);
        var reader = answer.RootElement.GetProperty("analysis").GetProperty("readers").EnumerateArray().ShouldHaveSingleItem();
        (reader.GetProperty("reader").GetString(), reader.GetProperty("model").GetString()).ShouldBe(("local", "toy-clip"));
        using var list = JsonDocument.Parse(listed.Output);
        var model = list.RootElement.EnumerateArray().ShouldHaveSingleItem();
        (model.GetProperty("name").GetString(), model.GetProperty("is_active").GetBoolean(), model.GetProperty("trouble").GetString()).ShouldBe(("toy-clip", true, null));
        Directory.EnumerateFileSystemEntries(Path.Combine(_data.Root, "models")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_added_is_told_in_a_sentence()
    {
        ToyModel.WritePrompts(_data.Root);
        var model = ToyModel.Publish(_published.Root);
        File.Delete(Path.Combine(model, "vocab.json"));

        var result = await RunAsync("models", "add", model);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("has no tokenizer");
        result.Error.ShouldNotContain("   at ");
    }

    private Task<CommandResult> RunAsync(params string[] arguments) => CommandLine.RunOnAsync(_data.Root, arguments);
}
