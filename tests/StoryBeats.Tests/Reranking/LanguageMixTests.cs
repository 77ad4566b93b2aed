using StoryBeats.Catalog;
using StoryBeats.Reranking;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Reranking;

public sealed class LanguageMixTests
{
    [Theory]
    [InlineData(CulturalVibe.Indian, 0, 2, 3)]
    [InlineData(CulturalVibe.Indian, 1, 1, 4)]
    [InlineData(CulturalVibe.Indian, -1, 3, 2)]
    [InlineData(CulturalVibe.Western, 0, 4, 1)]
    [InlineData(CulturalVibe.Western, 1, 3, 2)]
    [InlineData(CulturalVibe.Western, -1, 5, 0)]
    [InlineData(CulturalVibe.Global, 0, 3, 2)]
    [InlineData(CulturalVibe.Global, 1, 2, 3)]
    [InlineData(CulturalVibe.Global, -1, 4, 1)]
    [InlineData(CulturalVibe.Fusion, 0, 3, 2)]
    [InlineData(CulturalVibe.Fusion, 1, 2, 3)]
    [InlineData(CulturalVibe.Fusion, -1, 4, 1)]
    [InlineData(CulturalVibe.Global, 7, 2, 3)]
    public void A_cultural_vibe_sets_the_mix_and_a_leaning_moves_it_by_one(CulturalVibe vibe, int leaning, int english, int hindi)
    {
        var mix = LanguageMix.For(vibe, leaning);

        mix.Shares.Select(share => (share.Name, share.OfFive)).ShouldBe([(Languages.English, english), (Languages.Hindi, hindi)]);
    }

    [Theory]
    [InlineData("", "English 3, Hindi 2")]
    [InlineData("Punjabi", "English 3, Hindi 2")]
    [InlineData("Hindi", "English 3, Punjabi 2")]
    [InlineData("English", "Hindi 5")]
    public void A_language_switched_off_is_in_no_share_and_leaves_its_songs_to_the_others(string off, string expected)
    {
        string[] languages = off.Length == 0 ? [] : [off];

        var mix = LanguageMix.For(CulturalVibe.Global, leaning: 0).Without(languages);

        string.Join(", ", mix.Shares.Select(share => $"{share.Name} {share.OfFive}")).ShouldBe(expected);
        mix.Languages.ShouldNotContain(off, StringComparer.Ordinal);
    }

    [Fact]
    public void With_every_language_switched_off_none_may_be_sung() =>
        LanguageMix.Of([Languages.English]).Without([Languages.English]).Languages.ShouldBeEmpty();

    [Fact]
    public void The_Hindi_share_covers_Punjabi_too()
    {
        var mix = LanguageMix.For(CulturalVibe.Global, 0);

        mix.Shares[1].Covers("punjabi").ShouldBeTrue();
        mix.Shares[1].Covers("Tamil").ShouldBeFalse();
        mix.Languages.ShouldBe(["English", "Hindi", "Punjabi"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(new[] { "Spanish" }, new[] { 5 })]
    [InlineData(new[] { "Tamil", "English" }, new[] { 3, 2 })]
    [InlineData(new[] { "Tamil", "tamil", "English" }, new[] { 3, 2 })]
    [InlineData(new[] { "A", "B", "C" }, new[] { 2, 2, 1 })]
    [InlineData(new[] { "A", "B", "C", "D" }, new[] { 2, 1, 1, 1 })]
    [InlineData(new[] { "A", "B", "C", "D", "E" }, new[] { 1, 1, 1, 1, 1 })]
    [InlineData(new[] { "A", "B", "C", "D", "E", "F" }, new[] { 1, 1, 1, 1, 1, 0 })]
    public void Languages_set_outright_share_equally_and_the_first_get_the_rest(string[] languages, int[] expected)
    {
        var mix = LanguageMix.Of(languages);

        mix.Shares.Select(share => share.OfFive).ShouldBe(expected);
        mix.Shares.Sum(share => share.OfFive).ShouldBe(LanguageMix.PageSize);
    }

    [Fact]
    public void A_mix_of_no_languages_is_a_fault() => Should.Throw<ArgumentOutOfRangeException>(() => LanguageMix.Of([]));
}
