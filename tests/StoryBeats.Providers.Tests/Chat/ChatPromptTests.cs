using StoryBeats.Providers.Chat;

namespace StoryBeats.Providers.Tests.Chat;

public sealed class ChatPromptTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void The_prompts_that_come_with_the_program_define_every_field()
    {
        var (vibe, look) = Prompts.BuiltIn;

        vibe.Version.ShouldNotBeEmpty();
        foreach (var field in VibeReadingSchema.Json.GetProperty("properties").EnumerateObject())
            vibe.Text.ShouldContain($"\n| {field.Name} |");
        look.Text.ShouldContain("\n| reason |");
        look.Text.ShouldContain("\n| order |");
    }

    [Fact]
    public void Fields_stand_in_the_prompt_in_the_order_of_the_schema()
    {
        var places = VibeReadingSchema.Json.GetProperty("properties").EnumerateObject()
            .Select(field => Prompts.BuiltIn.Vibe.Text.IndexOf($"\n| {field.Name} |", StringComparison.Ordinal)).ToList();

        places.ShouldBe([.. places.Order()]);
        VibeReadingSchema.Json.GetProperty("properties").EnumerateObject().Take(2).Select(field => field.Name).ShouldBe(["mood", "cultural_vibe"]);
    }

    [Fact]
    public void The_operators_own_prompt_replaces_ours()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "prompts"));
        _folder.Write(Path.Combine("prompts", "vibe.md"), "version: mine-3\r\n\r\nSay what you see.\r\n");

        var prompts = ChatPrompts.Load(new DataFiles(_folder.Path));

        prompts.Vibe.Version.ShouldBe("mine-3");
        prompts.Vibe.Text.ShouldBe("Say what you see.");
        prompts.SecondLook.Text.ShouldBe(Prompts.BuiltIn.SecondLook.Text);
    }

    [Fact]
    public void Another_text_of_the_same_version_is_another_prompt()
    {
        var first = ChatPrompt.Load(_folder.Write("a.md", "version: 1\nSay what you see."));
        var second = ChatPrompt.Load(_folder.Write("b.md", "version: 1\nSay what you hear."));

        first.Id.ShouldNotBe(second.Id, StringComparer.Ordinal);
        first.Id.ShouldStartWith("1-");
    }

    [Theory]
    [InlineData("", "its first line must be its version")]
    [InlineData("Say what you see.", "its first line must be its version")]
    [InlineData("version:\nSay what you see.", "its first line must be its version")]
    [InlineData("version: 1\n  \n", "there is no text after its version")]
    public void A_file_that_is_no_prompt_says_what_is_missing(string text, string missing) =>
        Should.Throw<InvalidDataException>(() => ChatPrompt.Load(_folder.Write("vibe.md", text))).Message.ShouldContain(missing);

    [Fact]
    public void Eight_words_of_it_in_a_row_are_a_leak_and_seven_are_not()
    {
        var prompt = ChatPrompt.Load(_folder.Write("vibe.md", "version: 1\none two three four five six seven eight nine"));

        prompt.IsLeakedBy("he said: Two, three - four FIVE six\nseven eight nine!").ShouldBeTrue();
        prompt.IsLeakedBy("two three four five six seven eight ten").ShouldBeFalse();
        prompt.IsLeakedBy("").ShouldBeFalse();
    }

    public void Dispose() => _folder.Dispose();
}
