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

    [Fact]
    public async Task A_chosen_model_that_is_gone_stops_what_reads_photos_and_the_commands_of_models_mend_it()
    {
        var photo = _data.Write("photo.jpg", RenderedPhoto.Good);
        await AddAndUseAsync();
        Directory.Delete(Path.Combine(_data.Root, "models", "toy-clip"), recursive: true);

        ShouldStop(await RunAsync("serve", "--urls", "http://127.0.0.1:0"), "There is no local model toy-clip");
        // Nothing but the check of settings looks at the model before the first photo then.
        ShouldStop(await CommandLine.RunWithAsync(_data.Root, [KeyValuePair.Create("StoryBeats__WarmUp", "false")], "serve", "--urls", "http://127.0.0.1:0"), "There is no local model toy-clip");
        ShouldStop(await RunAsync("recommend", photo), "There is no local model toy-clip");
        var listed = await RunAsync("models", "list");
        var mended = await RunAsync("models", "use", "builtin");
        var read = await RunAsync("recommend", photo, "--json");

        (listed.ExitCode, mended.ExitCode, read.ExitCode).ShouldBe((0, 0, 0), listed.Error + mended.Error + read.Error);
        listed.Error.ShouldContain("There is no local model toy-clip");
        listed.Output.ShouldNotContain("reads");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_chosen_model_whose_file_was_changed_stops_what_reads_photos(bool hasItsSize)
    {
        var photo = _data.Write("photo.jpg", RenderedPhoto.Good);
        await AddAndUseAsync();
        var path = Path.Combine(_data.Root, "models", "toy-clip", "vision_model_quantized.onnx");
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, hasItsSize ? bytes : bytes[1..], TestContext.Current.CancellationToken);

        ShouldStop(await RunAsync("serve", "--urls", "http://127.0.0.1:0"), "is not the file that was added as the local model toy-clip");
        ShouldStop(await RunAsync("recommend", photo), "is not the file that was added as the local model toy-clip");
    }

    [Fact]
    public async Task A_file_where_the_folder_of_models_should_be_is_told_in_a_sentence()
    {
        _data.Write("models", "in the way");

        var result = await RunAsync("models", "add", ToyModel.Publish(_published.Root));

        ShouldSayWhatToDo(result);
    }

    [Fact]
    public async Task A_choice_that_cannot_be_written_is_told_in_a_sentence()
    {
        await AddAndUseAsync();
        await RunAsync("models", "use", "builtin");
        // Folders where the choice is written first, by its name of now and of before.
        foreach (var name in (string[])[".choosing", "active.new"])
            Directory.CreateDirectory(Path.Combine(_data.Root, "models", name));

        ShouldSayWhatToDo(await RunAsync("models", "use", "toy-clip"));
    }

    [Theory]
    [InlineData("""{ "size": 2000000000 }""")]
    [InlineData("""{ "size": 0 }""")]
    [InlineData("""{ "size": -3 }""")]
    public async Task Settings_that_cannot_be_used_are_told_in_a_sentence(string settings)
    {
        var model = ToyModel.Publish(_published.Root);
        await File.WriteAllTextAsync(Path.Combine(model, "preprocessor_config.json"), settings, TestContext.Current.CancellationToken);

        var result = await RunAsync("models", "add", model);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("preprocessor_config.json");
        result.Error.ShouldNotContain("   at ");
    }

    private async Task AddAndUseAsync()
    {
        ToyModel.WritePrompts(_data.Root);
        (await RunAsync("models", "add", ToyModel.Publish(_published.Root))).ExitCode.ShouldBe(0);
        (await RunAsync("models", "use", "toy-clip")).ExitCode.ShouldBe(0);
    }

    private static void ShouldStop(CommandResult result, string says)
    {
        result.ExitCode.ShouldBe(1, result.Output);
        var line = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldHaveSingleItem();
        line.ShouldContain(says);
        line.ShouldContain("storybeats models use");
    }

    private static void ShouldSayWhatToDo(CommandResult result)
    {
        result.ExitCode.ShouldBe(1);
        result.Error.Trim().Split('\n')[^1].ShouldContain("StoryBeats__DataDirectory");
        result.Error.ShouldNotContain("   at ");
    }

    private Task<CommandResult> RunAsync(params string[] arguments) => CommandLine.RunOnAsync(_data.Root, arguments);
}
