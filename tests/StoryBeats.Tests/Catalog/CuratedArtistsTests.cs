using StoryBeats.Catalog;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Catalog;

public sealed class CuratedArtistsTests
{
    public static TheoryData<MoodCategory> Moods => [.. Enum.GetValues<MoodCategory>()];

    [Theory]
    [MemberData(nameof(Moods))]
    public void Every_mood_has_eight_English_and_eight_Hindi_artists(MoodCategory mood)
    {
        var artists = CuratedArtists.Load(Data.PathOf(CuratedArtistsFile.FileName));

        artists.English(mood).Count.ShouldBe(8);
        artists.Hindi(mood).Count.ShouldBe(8);
        artists.English(mood).Concat(artists.Hindi(mood)).ShouldBeUnique(StringComparer.Ordinal);
        artists.English(mood).Concat(artists.Hindi(mood)).ShouldAllBe(name => name.Trim().Length == name.Length && name.Length > 0);
    }

    [Theory]
    [InlineData(MoodCategory.Romantic, "Cigarettes After Sex", "Arijit Singh")]
    [InlineData(MoodCategory.Energetic, "Tame Impala", "Badshah")]
    [InlineData(MoodCategory.Peaceful, "Bon Iver", "A.R. Rahman")]
    [InlineData(MoodCategory.Melancholic, "Radiohead", "Mohit Chauhan")]
    [InlineData(MoodCategory.Happy, "Two Door Cinema Club", "Guru Randhawa")]
    [InlineData(MoodCategory.Confident, "The Weeknd", "Badshah")]
    [InlineData(MoodCategory.Nostalgic, "The 1975", "Kishore Kumar")]
    [InlineData(MoodCategory.Dreamy, "Beach House", "Prateek Kuhad")]
    [InlineData(MoodCategory.Moody, "Frank Ocean", "Anuv Jain")]
    public void The_best_artists_come_first(MoodCategory mood, string english, string hindi)
    {
        var artists = CuratedArtists.Load(Data.PathOf(CuratedArtistsFile.FileName));

        artists.English(mood)[0].ShouldBe(english);
        artists.Hindi(mood)[0].ShouldBe(hindi);
    }

    [Fact]
    public void All_names_each_artist_once()
    {
        var artists = CuratedArtists.Load(Data.PathOf(CuratedArtistsFile.FileName));

        artists.All.ShouldBeUnique(StringComparer.Ordinal);
        artists.All.ShouldContain("Papon", StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "romantic": null }""")]
    [InlineData("""{ "romantic": { "english": ["A"] } }""")]
    [InlineData("""{ "romantic": { "english": null, "hindi": ["B"] } }""")]
    [InlineData("""{ "angry": { "english": ["A"], "hindi": ["B"] } }""")]
    public void A_broken_file_is_refused_with_its_name(string content)
    {
        using var folder = new TempFolder();
        var path = folder.Write(CuratedArtistsFile.FileName, content);

        var fault = Should.Throw<InvalidDataException>(() => CuratedArtists.Load(path));

        fault.Message.ShouldContain(path);
    }

    [Theory]
    [InlineData("\"3\": { \"english\": [\"A\"], \"hindi\": [\"B\"] }", "3")]
    [InlineData("\"angry\": { \"english\": [\"A\"], \"hindi\": [\"B\"] }", "angry")]
    [InlineData("\"happy\": null", "Happy")]
    [InlineData("\"happy\": { \"english\": [null], \"hindi\": [\"B\"] }", "Happy")]
    [InlineData("\"happy\": { \"english\": [], \"hindi\": [\"B\"] }", "Happy")]
    [InlineData("\"happy\": { \"english\": [\"A\"], \"hindi\": [] }", "Happy")]
    public void A_file_that_spoils_one_mood_is_refused_with_its_name(string entry, string named)
    {
        using var folder = new TempFolder();
        var whole = File.ReadAllText(Data.PathOf(CuratedArtistsFile.FileName));
        var path = folder.Write(CuratedArtistsFile.FileName, whole.TrimEnd().TrimEnd('}') + ", " + entry + "}");

        var fault = Should.Throw<InvalidDataException>(() => CuratedArtists.Load(path));

        fault.Message.ShouldContain(named);
    }
}
