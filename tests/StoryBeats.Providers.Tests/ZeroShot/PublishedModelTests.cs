using System.Text.Json;
using StoryBeats.Providers.Tests.LocalVision;
using StoryBeats.Providers.ZeroShot;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Tests.ZeroShot;

/// <summary>The forms that models are published in, and what is no such form.</summary>
public sealed class PublishedModelTests : PublishedToyTests
{
    [Fact]
    public void The_small_file_looks_at_photos_and_the_exact_one_reads_sentences()
    {
        File.WriteAllBytes(Onnx("vision_model.onnx"), ToyOnnx.Vision());
        File.WriteAllText(Onnx("text_model_quantized.onnx"), "never opened");

        Add();

        Card().Vision.ShouldBe("vision_model_quantized.onnx");
    }

    [Fact]
    public void A_file_that_is_named_looks_at_photos_whatever_else_there_is()
    {
        File.WriteAllBytes(Onnx("vision_model.onnx"), ToyOnnx.Vision());

        Models.Add(Onnx("vision_model.onnx"), null, [], null, CancellationToken.None).Name.ShouldBe("toy-clip");

        Card().Vision.ShouldBe("vision_model.onnx");
    }

    [Fact]
    public void One_file_may_do_both()
    {
        Directory.Delete(Path.Combine(Model, "onnx"), recursive: true);
        File.WriteAllBytes(Path.Combine(Model, "model.onnx"), ToyOnnx.Both(ToyModel.Vectors));

        Add();

        ShouldTellRedFromBlue();
    }

    [Fact]
    public void The_tokenizer_may_come_in_one_file()
    {
        File.Delete(Path.Combine(Model, "vocab.json"));
        File.Delete(Path.Combine(Model, "merges.txt"));
        var merges = ToyModel.Merges.Select(merge => merge.Split(' '));
        File.WriteAllText(Path.Combine(Model, "tokenizer.json"), JsonSerializer.Serialize(new { model = new { vocab = ToyModel.Numbered(), merges } }));

        Add();

        ShouldTellRedFromBlue();
    }

    [Fact]
    public void SigLIP_is_known_by_its_type_and_looks_at_the_whole_photo()
    {
        File.WriteAllText(Path.Combine(Model, "config.json"), """{ "model_type": "siglip", "text_config": { "max_position_embeddings": 8 } }""");
        File.Delete(Path.Combine(Model, "preprocessor_config.json"));
        File.WriteAllBytes(Onnx("vision_model_quantized.onnx"), ToyOnnx.Vision(output: "pooler_output", side: 48));
        File.WriteAllBytes(Onnx("text_model.onnx"), ToyOnnx.Text([0, 0, 0, 0, 0, 0, 2, -1, -1, -1, -1, 2, 1, 1, 1, 0, 0, 0], output: "pooler_output"));
        File.WriteAllBytes(Path.Combine(Model, "spiece.model"), ToySentencePiece.Model("▁red", "▁blue", "▁plain", "▁"));

        Add().Family.ShouldBe("SigLIP");

        var preparation = Card().Preparation;
        (preparation.Width, preparation.Height, preparation.ShortestEdge).ShouldBe((48, 48, null));
        ShouldTellRedFromBlue();
    }

    [Theory]
    [InlineData("""{ "size": { "shortest_edge": 40 }, "crop_size": { "height": 32, "width": 32 } }""", 32, 40)]
    [InlineData("""{ "size": { "height": 24, "width": 24 }, "do_center_crop": false }""", 24, null)]
    [InlineData("""{ "size": 32, "do_center_crop": true }""", 32, 32)]
    [InlineData("{}", 224, 224)]
    public void Sizes_are_read_in_every_spelling(string preprocessor, int side, int? shortest)
    {
        File.WriteAllText(Path.Combine(Model, "preprocessor_config.json"), preprocessor);

        Add();

        (Card().Preparation.Width, Card().Preparation.ShortestEdge).ShouldBe((side, shortest));
    }

    [Fact]
    public void A_token_that_fills_up_may_be_left_unsaid()
    {
        File.WriteAllText(Path.Combine(Model, "tokenizer_config.json"), """{ "pad_token": {} }""");

        Add().Trouble.ShouldBeNull();
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "no vision", "vision_model*.onnx" },
        { "no text", "text_model*.onnx" },
        { "no ONNX", "cannot be opened as an ONNX model" },
        { "wrong input", "does not take pixel_values" },
        { "wrong output", "does not give image_embeds or pooler_output" },
        { "wrong length", "do not belong together" },
        { "no tokenizer", "has no tokenizer" },
        { "broken vocabulary", "is not understood" },
        { "words twice", "is not understood" },
        { "other type", "type blip" },
        { "broken settings", "are not understood" },
        { "other size", "speaks of 32×32" },
        { """{ "size": 2000000000 }""", "pictures have 2000000000×2000000000 pixels" },
        { """{ "size": 3e300 }""", "pictures have 2147483647×2147483647 pixels" },
        { """{ "size": -32 }""", "pictures have -32×-32 pixels" },
        { """{ "size": 32, "crop_size": { "width": 32, "height": 0 } }""", "pictures have 32×0 pixels" },
        { """{ "size": { "shortest_edge": 0 }, "crop_size": 32 }""", "shorter side of photos has 0 pixels" },
        { """{ "size": 32, "image_mean": [0.5, 0.5] }""", "image_mean is not three numbers" },
        { """{ "size": 32, "image_mean": [0.5, 0.5, 1e300] }""", "image_mean is not three numbers" },
        { """{ "size": 32, "image_std": [0.5, 0.5, 0.5, 0.5] }""", "image_std is not three numbers" },
        { """{ "size": 32, "image_std": [0.5, 0, 0.5] }""", "image_std is not three numbers above zero" },
        { "no words", "max_position_embeddings is 0" },
        { "no scale", "logit_scale is -1" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_cannot_be_used_is_refused_in_a_sentence_and_leaves_nothing(string how, string says)
    {
        var vision = Onnx("vision_model_quantized.onnx");
        Action breaking = how switch
        {
            "no vision" => () => File.Delete(vision),
            "no text" => () => File.Delete(Onnx("text_model.onnx")),
            "no ONNX" => () => File.WriteAllText(vision, "<html>Sign in</html>"),
            "wrong input" => () => File.WriteAllBytes(vision, ToyOnnx.Vision(input: "images")),
            "wrong output" => () => File.WriteAllBytes(vision, ToyOnnx.Vision(output: "last_hidden_state")),
            "wrong length" => () => File.WriteAllBytes(Onnx("text_model.onnx"), ToyOnnx.Text([.. ToyModel.Vocabulary.SelectMany(_ => (float[])[1, 1])], dimensions: 2)),
            "no tokenizer" => () => File.Delete(Path.Combine(Model, "vocab.json")),
            "broken vocabulary" => () => File.WriteAllText(Path.Combine(Model, "vocab.json"), "[1, 2]"),
            "words twice" => () => File.WriteAllText(Path.Combine(Model, "vocab.json"), """{ "red": 0, "red": 1 }"""),
            "other type" => () => File.WriteAllText(Path.Combine(Model, "config.json"), """{ "model_type": "blip" }"""),
            "broken settings" => () => File.WriteAllText(Path.Combine(Model, "preprocessor_config.json"), "{"),
            "other size" => () => File.WriteAllBytes(vision, ToyOnnx.Vision(side: 48)),
            "no words" => () => File.WriteAllText(Path.Combine(Model, "config.json"), """{ "model_type": "clip", "text_config": { "max_position_embeddings": 0 } }"""),
            "no scale" => () => File.WriteAllText(Path.Combine(Model, "config.json"), """{ "model_type": "clip", "logit_scale": -1 }"""),
            ['{', ..] => () => File.WriteAllText(Path.Combine(Model, "preprocessor_config.json"), how),
            _ => throw new ArgumentOutOfRangeException(nameof(how)),
        };
        breaking();

        Should.Throw<InvalidDataException>(() => Add()).Message.ShouldContain(says);

        Directory.Exists(Folder("toy-clip")).ShouldBeFalse();
        Models.List(null).ShouldBeEmpty();
    }

    [Fact]
    public void A_path_that_is_not_there_is_told()
    {
        Should.Throw<InvalidDataException>(() => Models.Add(Model + "-not", null, [], null, CancellationToken.None)).Message.ShouldContain("toy-clip-not");
    }

    private void ShouldTellRedFromBlue()
    {
        using var reader = Models.Open("toy-clip");
        var red = RenderedPhotos.Open(RenderedPhotos.Gradient(96, 64, [220, 20, 20], [220, 20, 20])).Decode();
        var blue = RenderedPhotos.Open(RenderedPhotos.Gradient(96, 64, [20, 20, 220], [20, 20, 220])).Decode();

        reader.Read(reader.Embed(red)).Moods[(int)MoodCategory.Romantic].ShouldBeGreaterThan(.9);
        reader.Read(reader.Embed(blue)).Moods[(int)MoodCategory.Melancholic].ShouldBeGreaterThan(.9);
    }

    private LocalModelCard Card() => LocalModelCard.Load(Folder("toy-clip"));
}
