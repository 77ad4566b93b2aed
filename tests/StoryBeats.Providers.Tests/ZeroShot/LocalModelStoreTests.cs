using Microsoft.Extensions.Time.Testing;
using StoryBeats.Providers.ZeroShot;

namespace StoryBeats.Providers.Tests.ZeroShot;

public sealed class LocalModelStoreTests : PublishedToyTests
{
    [Fact]
    public void A_model_is_added_with_what_looks_at_photos_and_nothing_else_of_it()
    {
        var added = Add();

        added.ShouldBe(Models.List(null).ShouldHaveSingleItem());
        (added.Name, added.Family, added.Dimensions, added.IsActive, added.Trouble).ShouldBe(("toy-clip", "CLIP", 3, false, null));
        Kept().ShouldBe(["card.json", "text-embeddings.bin", "vision_model_quantized.onnx"]);
        var card = LocalModelCard.Load(Folder("toy-clip"));
        card.Files.Select(file => file.Name).ShouldBe(["vision_model_quantized.onnx", "text-embeddings.bin", "text_model.onnx", "vocab.json", "merges.txt"]);
        card.Files.ShouldAllBe(file => file.Sha256.Length == 64 && file.Bytes > 0);
        card.LogitScale.ShouldBe(100);
    }

    [Fact]
    public void One_is_chosen_and_chosen_no_more_and_a_setting_counts_first()
    {
        Add();
        Models.Chosen(null).ShouldBeNull();

        Models.Use("toy-clip");
        Models.Chosen(null).ShouldBe("toy-clip");
        Models.List(null).ShouldHaveSingleItem().IsActive.ShouldBeTrue();
        Models.Chosen("builtin").ShouldBeNull();
        Models.Chosen("another").ShouldBe("another");

        Models.Use("builtin");
        Models.Chosen(null).ShouldBeNull();
    }

    [Fact]
    public void A_removed_model_leaves_nothing_and_is_chosen_no_more()
    {
        Add();
        Models.Use("toy-clip");

        Models.Remove("toy-clip");

        Models.Chosen(null).ShouldBeNull();
        Directory.EnumerateFileSystemEntries(Path.Combine(Data, "models")).ShouldBeEmpty();
        Should.Throw<InvalidDataException>(() => Models.Remove("toy-clip")).Message.ShouldContain("There is no local model toy-clip");
    }

    [Theory]
    [InlineData("vision_model_quantized.onnx")]
    [InlineData("text-embeddings.bin")]
    public void A_file_that_was_changed_is_refused_with_what_to_do(string name)
    {
        Add();
        File.AppendAllText(Path.Combine(Folder("toy-clip"), name), "x");

        var fault = Should.Throw<InvalidDataException>(() => Models.Open("toy-clip").Dispose());

        fault.Message.ShouldContain(name);
        fault.Message.ShouldContain("models remove toy-clip");
        Models.List(null).ShouldHaveSingleItem().Trouble.ShouldBe(fault.Message);
        Should.Throw<InvalidDataException>(() => Models.Use("toy-clip"));
    }

    [Fact]
    public void A_file_that_is_missing_is_told()
    {
        Add();
        File.Delete(Path.Combine(Folder("toy-clip"), "text-embeddings.bin"));

        Models.List(null).ShouldHaveSingleItem().Trouble.ShouldNotBeNull().ShouldContain("missing");
    }

    [Fact]
    public void A_model_whose_adding_is_broken_off_is_not_there()
    {
        using var source = new CancellationTokenSource();

        Should.Throw<OperationCanceledException>(() => Models.Add(Model, null, [], new Progress(source.Cancel), source.Token));

        Models.List(null).ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(Path.Combine(Data, "models")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(".adding-toy-clip-1", 23, true)]
    [InlineData(".adding-toy-clip-1", 25, false)]
    [InlineData(".removing-another-1", 25, false)]
    public void What_a_killed_process_left_is_no_model_and_is_swept_after_a_day(string name, int hours, bool stays)
    {
        var left = Directory.CreateDirectory(Path.Combine(Data, "models", name)).FullName;
        File.WriteAllText(Path.Combine(left, "vision_model_quantized.onnx"), "half");
        File.WriteAllText(Path.Combine(left, "card.json"), "{}");
        Directory.SetLastWriteTimeUtc(left, new FakeTimeProvider().GetUtcNow().AddHours(-hours).UtcDateTime);

        Models.List(null).ShouldBeEmpty();
        Add().Trouble.ShouldBeNull();
        Directory.Exists(left).ShouldBe(stays);
    }

    [Fact]
    public void Of_two_that_add_the_same_name_at_once_the_first_that_ends_has_it()
    {
        LocalModel? first = null;
        var other = new Progress(() => first ??= Store(Data).Add(Model, null, [], null, CancellationToken.None));

        var fault = Should.Throw<InvalidDataException>(() => Models.Add(Model, null, [], other, CancellationToken.None));

        fault.Message.ShouldContain("There is a model toy-clip already");
        Models.List(null).ShouldHaveSingleItem().ShouldBe(first);
        Directory.EnumerateFileSystemEntries(Path.Combine(Data, "models")).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_folder_that_is_no_model_is_not_overwritten()
    {
        Directory.CreateDirectory(Folder("toy-clip"));

        Should.Throw<InvalidDataException>(() => Add()).Message.ShouldContain("is no model");
    }

    [Fact]
    public void None_may_be_chosen_where_nothing_was_ever_added()
    {
        Models.Use("builtin");

        Models.Chosen(null).ShouldBeNull();
    }

    [Fact]
    public void A_name_is_given_once_and_no_name_leaves_the_folder()
    {
        Add();

        Should.Throw<InvalidDataException>(() => Add()).Message.ShouldContain("--name");
        foreach (var name in (string[])["../out", "builtin", "active", "UPPER", "", ".hidden"])
            Should.Throw<InvalidDataException>(() => Models.Add(Model, name, [], null, CancellationToken.None)).Message.ShouldContain("--name");
        Models.Add(Model, "second", [], null, CancellationToken.None);
        Models.List(null).Select(model => model.Name).ShouldBe(["second", "toy-clip"]);
    }

    [Fact]
    public void Other_prompts_than_it_was_added_with_are_told()
    {
        Add().PromptsAreCurrent.ShouldBeTrue();

        File.Delete(Path.Combine(Data, ZeroShotPrompts.FileName));

        Models.List(null).ShouldHaveSingleItem().PromptsAreCurrent.ShouldBeFalse();
    }

    private IEnumerable<string> Kept() => Directory.EnumerateFiles(Folder("toy-clip")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private sealed class Progress(Action told) : IProgress<double>
    {
        public void Report(double value) => told();
    }
}
