using System.Text.Json;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Vision;

/// <summary>What must hold of <c>data/mood-lexicon.json</c>, however it is edited.</summary>
public sealed class MoodLexiconDataTests
{
    private static readonly MoodLexicon Lexicon = Data.Lexicon;

    private static readonly LexiconFile File = Read(Data.PathOf("mood-lexicon.json"));

    public static TheoryData<MoodCategory> Moods => [.. Enum.GetValues<MoodCategory>()];

    public static TheoryData<string> Themes => [.. File.Themes.Keys];

    [Theory]
    [MemberData(nameof(Moods))]
    public void Every_word_of_a_mood_maps_back_to_it(MoodCategory mood)
    {
        var elsewhere = MoodProfile.For((MoodCategory)(((int)mood + 1) % 9)).Typical;

        var words = Lexicon.Moods[mood].Words.Keys;

        words.ShouldNotBeEmpty();
        words.ShouldAllBe(word => Lexicon.Categorize(word, elsewhere) == mood);
    }

    [Theory]
    [MemberData(nameof(Moods))]
    public void Every_word_of_a_mood_has_an_energy_and_a_valence(MoodCategory mood)
    {
        var places = Lexicon.Moods[mood].Words.Values;

        places.ShouldAllBe(place => place.Length == 2 && place.All(value => value >= 0 && value <= 1));
    }

    [Theory]
    [MemberData(nameof(Moods))]
    public void Every_mood_has_genres_and_a_style(MoodCategory mood)
    {
        var entry = Lexicon.Moods[mood];

        entry.Genres.ShouldNotBeEmpty();
        entry.Style.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void No_word_belongs_to_two_moods()
    {
        var words = File.Moods.Values.SelectMany(mood => mood.Words.Keys).Concat(File.Synonyms.Keys);

        words.Select(word => word.ToLowerInvariant()).ShouldBeUnique(StringComparer.Ordinal);
    }

    [Fact]
    public void Every_synonym_maps_to_its_mood() =>
        File.Synonyms.ShouldAllBe(pair =>
            Lexicon.Categorize(pair.Key, default).ToString().Equals(pair.Value, StringComparison.OrdinalIgnoreCase));

    [Theory]
    [MemberData(nameof(Themes))]
    public void Every_theme_has_a_word_to_show_and_speaks_for_real_moods(string seen)
    {
        var theme = Lexicon.Theme(seen).ShouldNotBeNull();

        theme.Theme.ShouldNotBeNullOrWhiteSpace();
        theme.Keywords.ShouldAllBe(keyword => keyword.Length > 0);
        theme.Moods.Keys.ShouldBeSubsetOf(Enum.GetNames<MoodCategory>().Select(name => name.ToLowerInvariant()), StringComparer.Ordinal);
        theme.Moods.Values.ShouldAllBe(evidence => evidence > 0 && evidence <= 1);
    }

    [Fact]
    public void No_word_leans_both_ways() =>
        File.Leanings.Indian.Intersect(File.Leanings.Western, StringComparer.OrdinalIgnoreCase).ShouldBeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{ "moods": {}, "synonyms": {}, "leanings": { "indian": [], "western": [] }, "themes": {} }""")]
    [InlineData("""{ "moods": null, "synonyms": {}, "leanings": { "indian": [], "western": [] }, "themes": {} }""")]
    public void A_broken_file_is_refused_with_its_name(string content) => ShouldBeRefused(content);

    [Theory]
    [InlineData("\"sad\": \"melancholic\"", "\"sad\": \"gloomy\"")]
    [InlineData("\"happy\": {", "\"hapy\": {")]
    [InlineData("\"tender\": [0.32, 0.52]", "\"tender\": [0.32]")]
    [InlineData("\"moods\": { \"confident\": 0.4, \"moody\": 0.3 }", "\"moods\": { \"angry\": 0.4 }")]
    public void A_slip_in_an_edit_is_refused_with_the_name_of_the_file(string right, string wrong)
    {
        var whole = System.IO.File.ReadAllText(Data.PathOf("mood-lexicon.json"));
        whole.ShouldContain(right);

        ShouldBeRefused(whole.Replace(right, wrong, StringComparison.Ordinal));
    }

    private static void ShouldBeRefused(string content)
    {
        using var folder = new TempFolder();
        var path = folder.Write("mood-lexicon.json", content);

        var fault = Should.Throw<InvalidDataException>(() => MoodLexicon.Load(path));

        fault.Message.ShouldContain(path);
    }

    private static LexiconFile Read(string path)
    {
        using var stream = System.IO.File.OpenRead(path);
        return JsonSerializer.Deserialize(stream, LexiconJson.Default.LexiconFile)!;
    }
}
