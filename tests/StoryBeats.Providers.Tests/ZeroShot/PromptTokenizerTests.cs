using StoryBeats.Providers.ZeroShot;

namespace StoryBeats.Providers.Tests.ZeroShot;

public sealed class PromptTokenizerTests
{
    private static readonly Dictionary<string, int> Ids = ToyModel.Numbered();

    [Theory]
    [InlineData("red", "red</w>")]
    [InlineData("A Red, red BLUE", "a</w> red</w> ,</w> red</w> blue</w>")]
    [InlineData("reds", "re d s</w>")]
    [InlineData("  plain   red  ", "plain</w> red</w>")]
    [InlineData("it's 24", "i t</w> ' s</w> 2</w> 4</w>")]
    [InlineData("é", "Ã ©</w>")]
    public void CLIPs_tokenizer_merges_small_letters_and_marks_where_words_end(string text, string tokens)
    {
        var (ids, own) = Clip(length: 16).Encode(text);

        string[] expected = ["<|startoftext|>", .. tokens.Split(' '), "<|endoftext|>"];
        ids[..own].ShouldBe(expected.Select(token => (long)Ids[token]));
    }

    [Fact]
    public void A_sentence_gets_the_numbers_that_CLIP_gives_it()
    {
        // The few entries of CLIP's own vocabulary that this sentence needs; ho and pho on the way have other numbers there.
        Dictionary<string, int> vocabulary = new(StringComparer.Ordinal)
        {
            ["a"] = 64,
            ["c"] = 66,
            ["f"] = 69,
            ["h"] = 71,
            ["o"] = 78,
            ["p"] = 79,
            ["t"] = 83,
            ["a</w>"] = 320,
            ["f</w>"] = 325,
            ["o</w>"] = 334,
            ["t</w>"] = 339,
            ["to</w>"] = 531,
            ["at</w>"] = 536,
            ["of</w>"] = 539,
            ["photo</w>"] = 1125,
            ["cat</w>"] = 2368,
            ["ho"] = 60000,
            ["pho"] = 60001,
            ["<|startoftext|>"] = 49406,
            ["<|endoftext|>"] = 49407,
        };
        string[] merges = ["t o</w>", "a t</w>", "o f</w>", "h o", "p ho", "pho to</w>", "c at</w>"];

        var (ids, own) = PromptTokenizer.Clip(vocabulary, merges, pad: null, length: 77).Encode("a photo of a cat");

        ids[..own].ShouldBe([49406, 320, 1125, 539, 320, 2368, 49407]);
        ids.Length.ShouldBe(77);
    }

    [Fact]
    public void A_sentence_is_filled_up_with_the_end_and_one_too_long_is_cut_before_it()
    {
        var end = (long)Ids["<|endoftext|>"];

        var (filled, own) = Clip(length: 6).Encode("red");
        var (cut, all) = Clip(length: 4).Encode("red blue plain red");

        filled.ShouldBe([Ids["<|startoftext|>"], Ids["red</w>"], end, end, end, end]);
        own.ShouldBe(3);
        cut.ShouldBe([Ids["<|startoftext|>"], Ids["red</w>"], Ids["blue</w>"], end]);
        all.ShouldBe(4);
    }

    [Fact]
    public void Another_token_fills_up_where_the_model_says_so()
    {
        PromptTokenizer.Clip(Ids, ToyModel.Merges, pad: "!", length: 4).Encode("red").Ids[^1].ShouldBe(Ids["!"]);
    }

    [Fact]
    public void A_vocabulary_that_is_not_CLIPs_is_refused()
    {
        var without = Ids.Where(word => word.Key != "<|endoftext|>").ToDictionary(StringComparer.Ordinal);
        var incomplete = Ids.Where(word => word.Key != "re").ToDictionary(StringComparer.Ordinal);

        Should.Throw<InvalidDataException>(() => PromptTokenizer.Clip(without, ToyModel.Merges, null, 8)).Message.ShouldContain("<|endoftext|>");
        Should.Throw<InvalidDataException>(() => PromptTokenizer.Clip(incomplete, ToyModel.Merges, null, 8)).Message.ShouldContain("do not belong together");
    }

    [Fact]
    public void SigLIPs_tokenizer_takes_small_letters_without_punctuation_and_fills_up_to_its_whole_length()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "spiece.model");
        File.WriteAllBytes(path, ToySentencePiece.Model("▁red", "▁blue", "▁"));

        var (ids, own) = PromptTokenizer.SigLip(path, pad: null, length: 5).Encode("Red, blue!");

        ids.ShouldBe([2, 3, 1, 1, 1]);
        own.ShouldBe(3);
    }

    [Fact]
    public void A_file_that_is_no_SentencePiece_model_is_refused()
    {
        using var folder = new TempFolder();

        Should.Throw<InvalidDataException>(() => PromptTokenizer.SigLip(folder.Write("spiece.model", "no model"), null, 8)).Message.ShouldContain("spiece.model");
    }

    private static PromptTokenizer Clip(int length) => PromptTokenizer.Clip(Ids, ToyModel.Merges, pad: null, length);
}
