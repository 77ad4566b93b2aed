using StoryBeats.Catalog;

namespace StoryBeats.Tests.Catalog;

public sealed class LanguagesTests
{
    [Theory]
    [InlineData("en", "English")]
    [InlineData("HI", "Hindi")]
    [InlineData(" hindi ", "Hindi")]
    [InlineData("Urdu", "Hindi")]
    [InlineData("pa", "Punjabi")]
    [InlineData("tamil", "Tamil")]
    [InlineData("ko", "Korean")]
    public void Parse_knows_names_and_codes_in_any_case(string text, string expected)
    {
        var language = Languages.Parse(text);

        language.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("xx")]
    [InlineData("English and Hindi")]
    public void Parse_gives_null_for_what_it_does_not_know(string text)
    {
        var language = Languages.Parse(text);

        language.ShouldBeNull();
    }

    [Fact]
    public void Every_known_language_parses_to_itself()
    {
        var parsed = Languages.Known.Select(Languages.Parse);

        parsed.ShouldBe(Languages.Known);
        Languages.Known.ShouldBeUnique(StringComparer.Ordinal);
    }

    [Fact]
    public void The_Hindi_side_is_Indian()
    {
        var foreign = Languages.HindiSide.Except(Languages.Indian, StringComparer.Ordinal);

        foreign.ShouldBeEmpty();
    }
}
