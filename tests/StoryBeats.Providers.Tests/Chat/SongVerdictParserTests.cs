using System.Text.Json;
using CsCheck;
using StoryBeats.Providers.Chat;
using StoryBeats.SecondLook;

namespace StoryBeats.Providers.Tests.Chat;

public sealed class SongVerdictParserTests
{
    private static readonly SongVerdictParser Parser = new(Prompts.BuiltIn.SecondLook);

    [Fact]
    public void An_order_is_read_with_confidences_and_the_reason()
    {
        var verdict = Parser.Parse("""{"reason": "Warm dusk, warm voice.", "order": [{"song": 3, "confidence": 0.9}, {"song": 1, "confidence": 0.5}]}""", 3).ShouldNotBeNull();

        verdict.Places.ShouldBe([new SongPlace(2, .9), new SongPlace(0, .5)]);
        verdict.Reason.ShouldBe("Warm dusk, warm voice.");
    }

    [Fact]
    public void Unknown_and_repeated_numbers_are_left_out()
    {
        var verdict = Parser.Parse("""{"order": [{"song": 2}, {"song": 2, "confidence": 1}, {"song": 0}, {"song": 4}, {"song": -1}, {"song": 1.5}, {"song": null}, 5, "x", {"song": 1}]}""", 3).ShouldNotBeNull();

        verdict.Places.ShouldBe([new SongPlace(1, null), new SongPlace(0, null)]);
        verdict.Reason.ShouldBeNull();
    }

    [Theory]
    [InlineData("[2, 1]")]
    [InlineData("[\"2\", \"1.\"]")]
    [InlineData("[{\"number\": 2}, {\"number\": \"1\"}]")]
    public void Orders_may_be_bare_numbers(string order) =>
        Parser.Parse($$"""```{"Ranking": {{order}}}```""", 2).ShouldNotBeNull().Places.Select(place => place.Index).ShouldBe([1, 0]);

    [Theory]
    [InlineData("1.4", 1d)]
    [InlineData("-3", 0d)]
    [InlineData("85", .85)]
    [InlineData("\"85%\"", .85)]
    [InlineData("\"high\"", null)]
    [InlineData("null", null)]
    public void Confidences_are_in_range_or_unsaid(string said, double? expected) =>
        Parser.Parse($$"""{"order": [{"song": 1, "confidence": {{said}}}]}""", 1).ShouldNotBeNull().Places.ShouldBe([new SongPlace(0, expected)]);

    [Fact]
    public void A_reason_is_one_harmless_line()
    {
        var verdict = Parser.Parse(Ordered("<b>Buy</b> at https://evil.example/x\n" + new string('y', 300)), 1).ShouldNotBeNull();

        verdict.Reason.ShouldNotBeNull();
        verdict.Reason.Length.ShouldBeLessThanOrEqualTo(160);
        verdict.Reason.ShouldStartWith("b Buy /b at");
        verdict.Reason.ShouldNotContain("evil");
    }

    [Fact]
    public void A_reason_that_repeats_the_prompt_is_left_out()
    {
        var verdict = Parser.Parse(Ordered(Prompts.BuiltIn.SecondLook.Text[..150]), 1).ShouldNotBeNull();

        verdict.Reason.ShouldBeNull();
        verdict.Places.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("I like the third.")]
    [InlineData("{\"reason\": \"none fits\", \"order\": []}")]
    [InlineData("{\"order\": {\"song\": 1}}")]
    [InlineData("{\"order\": [7]}")]
    public void An_answer_that_orders_nothing_is_none(string said) => Parser.Parse(said, 3).ShouldBeNull();

    [Fact]
    public void Whatever_is_said_each_song_comes_once() => Gen.Select(Gen.Int[0, 12], Gen.String, Gen.Double.Array[0, 40]).Sample((count, text, numbers) =>
    {
        var order = string.Join(",", numbers.Select(number => double.IsFinite(number) ? JsonSerializer.Serialize(Math.Abs(number) < 20 ? Math.Round(number) : number) : "null"));
        var verdict = Parser.Parse($$"""{{text}}{"order": [{{order}}], "reason": {{JsonSerializer.Serialize(text)}}}""", count);
        if (verdict is null)
            return;

        verdict.Places.Select(place => place.Index).ShouldBeUnique();
        verdict.Places.ShouldAllBe(place => place.Index >= 0 && place.Index < count);
        (verdict.Reason?.Length ?? 0).ShouldBeLessThanOrEqualTo(160);
    });

    private static string Ordered(string reason) => $$"""{"order": [1], "reason": {{JsonSerializer.Serialize(reason)}}}""";
}
