using StoryBeats.Catalog;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Vision;

public sealed class MoodLexiconTests
{
    // Far from happy, so that an unknown word cannot be happy by luck.
    private static readonly AudioFeatures Sad = new(.30, .20, .30, .60, 0, 80);

    private static readonly MoodLexicon Lexicon = Data.Lexicon;

    [Theory]
    [InlineData("calm", MoodCategory.Peaceful)]
    [InlineData("relaxed", MoodCategory.Peaceful)]
    [InlineData("cozy", MoodCategory.Peaceful)]
    [InlineData("serene", MoodCategory.Peaceful)]
    [InlineData("chill", MoodCategory.Moody)]
    [InlineData("dark", MoodCategory.Moody)]
    [InlineData("atmospheric", MoodCategory.Moody)]
    [InlineData("sad", MoodCategory.Melancholic)]
    [InlineData("reflective", MoodCategory.Melancholic)]
    [InlineData("thoughtful", MoodCategory.Melancholic)]
    [InlineData("joyful", MoodCategory.Happy)]
    [InlineData("upbeat", MoodCategory.Energetic)]
    [InlineData("adventurous", MoodCategory.Energetic)]
    [InlineData("vibrant", MoodCategory.Energetic)]
    [InlineData("love", MoodCategory.Romantic)]
    [InlineData("euphoric", MoodCategory.Energetic)]
    [InlineData("  Serene ", MoodCategory.Peaceful)]
    [InlineData("LOVE", MoodCategory.Romantic)]
    public void A_synonym_is_its_category(string mood, MoodCategory expected)
    {
        var category = Lexicon.Categorize(mood, default);

        category.ShouldBe(expected);
    }

    [Theory]
    [InlineData("very romantic", MoodCategory.Romantic)]
    [InlineData("Very Romantic.", MoodCategory.Romantic)]
    [InlineData("a \"dreamy\" evening", MoodCategory.Dreamy)]
    [InlineData("warm; nostalgic", MoodCategory.Nostalgic)]
    [InlineData("soft/dreamy", MoodCategory.Dreamy)]
    [InlineData("quietly-confident", MoodCategory.Confident)]
    [InlineData("energetic & wild", MoodCategory.Energetic)]
    [InlineData("dark romantic", MoodCategory.Romantic)]
    [InlineData("deeply sad", MoodCategory.Melancholic)]
    public void A_phrase_that_contains_a_category_or_else_a_synonym_is_that(string mood, MoodCategory expected)
    {
        var category = Lexicon.Categorize(mood, default);

        category.ShouldBe(expected);
    }

    [Theory]
    [InlineData("kaleidoscopic")]
    [InlineData("unhappy")]
    [InlineData("gladdening")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("!?")]
    public void An_unknown_word_is_the_nearest_category_and_never_silently_happy(string mood)
    {
        var category = Lexicon.Categorize(mood, Sad);

        category.ShouldBe(MoodCategory.Melancholic);
    }

    public static TheoryData<MoodCategory> Moods => [.. Enum.GetValues<MoodCategory>()];

    [Theory]
    [MemberData(nameof(Moods))]
    public void An_unknown_word_follows_the_analysis_into_any_category(MoodCategory mood)
    {
        var category = Lexicon.Categorize("kaleidoscopic", MoodProfile.For(mood).Typical);

        category.ShouldBe(mood);
    }

    [Theory]
    [InlineData(MoodCategory.Peaceful, .15, .45, "still")]
    [InlineData(MoodCategory.Energetic, .95, .95, "euphoric")]
    [InlineData(MoodCategory.Melancholic, .10, .00, "sorrowful")]
    public void Word_is_the_nearest_of_its_category(MoodCategory mood, double energy, double valence, string expected)
    {
        var word = Lexicon.Word(mood, energy, valence);

        word.ShouldBe(expected);
    }

    [Theory]
    [InlineData(1, "temple", "festival")]
    [InlineData(1, "Temple", "HERITAGE", "friends")]
    [InlineData(1, "temple", "festival", "heritage", "urban")]
    [InlineData(-1, "urban", "nightlife")]
    [InlineData(-1, "club", "nightlife", "temple", "neon")]
    [InlineData(0, "temple")]
    [InlineData(0, "temple", "temple", "TEMPLE")]
    [InlineData(0, "urban")]
    [InlineData(0, "temple", "festival", "urban", "club")]
    [InlineData(0, "friends", "sea")]
    public void Words_lean_only_when_two_more_speak_for_one_side(int expected, params string[] words)
    {
        var leaning = Lexicon.Leaning(words);

        leaning.ShouldBe(expected);
    }

    [Fact]
    public void A_theme_is_found_in_any_case_and_an_unknown_one_is_null()
    {
        Lexicon.Theme("SUNSET").ShouldNotBeNull().Theme.ShouldBe("sunset");
        Lexicon.Theme("teapot in orbit").ShouldBeNull();
    }
}
