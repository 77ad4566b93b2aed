using StoryBeats.Catalog;

namespace StoryBeats.Tests.Catalog;

public sealed class IsrcTests
{
    [Theory]
    [InlineData("USRC17607839")]
    [InlineData("US-RC1-76-07839")]
    [InlineData("usrc17607839")]
    [InlineData("  USRC17607839\n")]
    public void Parse_reads_a_code_however_it_is_written(string text)
    {
        var isrc = Isrc.Parse(text);

        isrc.ShouldNotBeNull().Value.ShouldBe("USRC17607839");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("USRC1760783")]
    [InlineData("USRC176078390")]
    [InlineData("1SRC17607839")]
    [InlineData("USRC1760783X")]
    [InlineData("US RC1 76 07839")]
    [InlineData("ÜSRC17607839")]
    public void Parse_gives_null_for_anything_else(string? text)
    {
        var isrc = Isrc.Parse(text);

        isrc.ShouldBeNull();
    }

    [Fact]
    public void Two_spellings_of_one_code_are_equal()
    {
        var plain = Isrc.Parse("INS151234567");

        plain.ShouldBe(Isrc.Parse("in-s15-12-34567"));
        plain.ToString().ShouldBe("INS151234567");
    }
}
