using StoryBeats.Catalog;

namespace StoryBeats.Tests.Catalog;

public sealed class ReleaseDateTests
{
    [Theory]
    [InlineData("2019", 2019, null, null)]
    [InlineData("2019-05", 2019, 5, null)]
    [InlineData("2019-05-03", 2019, 5, 3)]
    [InlineData("2020-02-29", 2020, 2, 29)]
    public void Parse_keeps_what_is_known(string text, int year, int? month, int? day)
    {
        var date = ReleaseDate.Parse(text);

        date.ShouldBe(new ReleaseDate(year, month, day));
        date.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("0000")]
    [InlineData("19")]
    [InlineData("2019-13")]
    [InlineData("2019-02-29")]
    [InlineData("2019/05/03")]
    [InlineData("3 May 2019")]
    [InlineData("2019-05-03T00:00:00Z")]
    public void Parse_gives_null_for_anything_else(string? text)
    {
        var date = ReleaseDate.Parse(text);

        date.ShouldBeNull();
    }

    [Theory]
    [InlineData("2025-11-24", 0)]
    [InlineData("2025-11-23", 1)]
    [InlineData("2025-11-30", -6)]
    [InlineData("2025-11", 9)]
    [InlineData("2025", 146)]
    [InlineData("2024", 511)]
    public void An_unknown_day_is_the_15th_and_an_unknown_month_is_1_July(string text, int expected)
    {
        var age = ReleaseDate.Parse(text)!.Value.AgeInDays(new DateOnly(2025, 11, 24));

        age.ShouldBe(expected);
    }
}
