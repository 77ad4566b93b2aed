using Microsoft.Extensions.Options;
using StoryBeats.Providers.ZeroShot;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.ZeroShot;

/// <summary>What is said at the start of a model that was chosen and cannot be used.</summary>
public sealed class LocalModelStartTests : PublishedToyTests
{
    public LocalModelStartTests() => Add();

    private string Added => Folder("toy-clip");

    [Fact]
    public void A_setting_that_names_no_model_stops_the_start()
    {
        var fault = Validate("nothing").FailureMessage.ShouldNotBeNull();

        fault.ShouldContain("There are toy-clip and builtin.");
        fault.ShouldContain("Vision:LocalModel");
        foreach (var right in (string?[])[null, "builtin", "toy-clip"])
            Validate(right).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void A_chosen_model_that_is_gone_stops_the_start()
    {
        Models.Use("toy-clip");
        Validate(setting: null).Succeeded.ShouldBeTrue();

        Directory.Delete(Added, recursive: true);

        var fault = Validate(setting: null).FailureMessage.ShouldNotBeNull();
        fault.ShouldContain("There is no local model toy-clip");
        fault.ShouldContain("storybeats models use");
        fault.ShouldContain("storybeats models add");
        Validate("builtin").Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData("shorter", "vision_model_quantized.onnx is not the file that was added")]
    [InlineData("missing", "text-embeddings.bin of the local model toy-clip is missing")]
    [InlineData("no JSON", "card.json is not a model's card")]
    [InlineData("no sums", "card.json is not a model's card")]
    [InlineData("other file", "it does not list another.onnx")]
    [InlineData("no pixels", "pictures have 0×32 pixels")]
    [InlineData("no colours", "image_std is not three numbers above zero")]
    [InlineData("lacking", "card.json is not a model's card")]
    public void A_chosen_model_that_was_changed_stops_the_start_with_what_to_do(string how, string says)
    {
        Models.Use("toy-clip");
        Action changing = how switch
        {
            "shorter" => () => File.WriteAllText(Path.Combine(Added, "vision_model_quantized.onnx"), "half"),
            "missing" => () => File.Delete(Path.Combine(Added, "text-embeddings.bin")),
            "no JSON" => () => File.WriteAllText(Path.Combine(Added, "card.json"), "{"),
            "no sums" => () => EditCard("\"sha256\": \"", "\"sha256\": \"x"),
            "other file" => () => EditCard("\"vision\": \"vision_model_quantized", "\"vision\": \"another"),
            "no pixels" => () => EditCard("\"width\": 32", "\"width\": 0"),
            "no colours" => () => EditCard("\"deviation\": [", "\"deviation\": [ 0,"),
            "lacking" => () => EditCard("\"width\"", "\"breadth\""),
            _ => throw new ArgumentOutOfRangeException(nameof(how)),
        };
        changing();

        foreach (var setting in (string?[])[null, "toy-clip"])
        {
            var fault = Validate(setting).FailureMessage.ShouldNotBeNull();
            fault.ShouldContain(says);
            fault.ShouldContain("storybeats models remove toy-clip");
            fault.ShouldContain(setting is null ? "storybeats models use" : "Vision:LocalModel");
        }
    }

    [Fact]
    public void Sums_are_compared_when_it_is_opened_and_one_that_differs_says_what_to_do()
    {
        Models.Use("toy-clip");
        var path = Path.Combine(Added, "vision_model_quantized.onnx");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        Validate(setting: null).Succeeded.ShouldBeTrue();
        var fault = Should.Throw<InvalidDataException>(() => ActiveModel.Open(Models, Options.Create(new VisionOptions())).Dispose());

        fault.Message.ShouldContain("SHA-256");
        fault.Message.ShouldContain("storybeats models remove toy-clip");
        fault.Message.ShouldContain("storybeats models use");
    }

    private ValidateOptionsResult Validate(string? setting) => new LocalModelSetting(Models).Validate(null, new VisionOptions { LocalModel = setting });

    private void EditCard(string from, string to)
    {
        var path = Path.Combine(Added, "card.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace(from, to, StringComparison.Ordinal));
    }
}
