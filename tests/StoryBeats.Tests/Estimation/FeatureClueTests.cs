using StoryBeats.Catalog;
using StoryBeats.Estimation;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Estimation;

public sealed class FeatureClueTests
{
    [Fact]
    public void All_that_is_known_of_a_song_is_a_clue()
    {
        var track = Songs.Track(artist: "Prateek Kuhad", title: "Kasoor (Acoustic) kasoor", popularity: 64, released: "2021-03-01") with
        {
            Genres = ["indie folk"],
            DurationMs = 200_000,
        };

        Said(track, MoodCategory.Peaceful).ShouldBe([
            "artist prateekkuhad 1", "word kasoor 1", "word acoustic 1", "group IndianSingerSongwriter 1", "language English 1", "genre indie folk 1", "asked Peaceful 1",
            "length 6 1", "year 2020 1", "popularity 6 1"]);
    }

    [Fact]
    public void Where_people_have_said_the_mood_artist_words_and_length_count_half()
    {
        var track = Songs.Track(artist: "Nobody", title: "SONG", popularity: null, released: "1975") with { Moods = [MoodCategory.Happy, MoodCategory.Dreamy], DurationMs = 900_000 };

        Said(track).ShouldBe([
            "artist nobody 0.5", "word song 0.5", "look capitals 1", "language English 1", "length 14 0.5", "year 1975 1",
            "mood Happy 0.5", "mood Dreamy 0.5", "mood and length Happy 7 1", "mood and decade Happy 1970 1"]);
    }

    [Fact]
    public void Several_moods_that_an_artist_is_asked_for_share_the_weight() =>
        Said(Songs.WithoutFeatures("Nobody", "x") with { Popularity = null }, MoodCategory.Happy, MoodCategory.Moody)
            .Where(clue => clue.StartsWith("asked", StringComparison.Ordinal)).ShouldBe(["asked Happy 0.5", "asked Moody 0.5"]);

    private static IEnumerable<string> Said(Track track, params MoodCategory[] asked) =>
        FeatureClue.Of(track, asked, Data.Groups).Select(clue => FormattableString.Invariant($"{clue.Kind} {clue.Name} {clue.Weight}"));
}
