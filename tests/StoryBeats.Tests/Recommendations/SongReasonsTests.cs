using CsCheck;
using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.SecondLook;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Recommendations;

public sealed class SongReasonsTests
{
    private static readonly AudioFeatures Far = new(.9, .9, .5, .1, 0, 100);

    [Fact]
    public void All_four_reasons_come_most_telling_first()
    {
        var track = Songs.Track(released: "2025-10-01") with { Moods = [MoodCategory.Nostalgic] };
        var song = Song(track, Songs.Middle with { Acousticness = .8 });

        var reasons = SongReasons.For(song, Analyses.Plain, Songs.Today);

        reasons.Select(reason => reason.Text).ShouldBe(
        [
            "People file it under nostalgic", "Easy-going and balanced, like the photo", "Acoustic, as such a photo asks for", "New: 2025-10-01",
        ]);
    }

    [Fact]
    public void What_was_only_estimated_of_a_sound_is_no_reason()
    {
        var song = Song(Songs.Track(released: "2025-10-01"), Songs.Middle with { Acousticness = .8 }) with { FeatureSource = FeatureSource.PartlyMeasured };

        var reasons = SongReasons.For(song, Analyses.Plain, Songs.Today);

        reasons.Select(reason => reason.Text).ShouldBe(["Easy-going and balanced, like the photo", "New: 2025-10-01"]);
    }

    [Theory]
    [InlineData(.62, .90, "Easy-going, like the photo")]
    [InlineData(.90, .62, "Balanced, like the photo")]
    public void One_of_energy_and_valence_is_a_reason_where_the_other_is_far(double energy, double valence, string expected)
    {
        var song = Song(Songs.Track(released: "2001"), Far with { Energy = energy, Valence = valence });

        var reasons = SongReasons.For(song, Analyses.Plain, Songs.Today);

        reasons.Select(reason => reason.Text).ShouldBe([expected, "Sounds 87% like what the photo asks for"]);
    }

    [Theory]
    [InlineData("2024-06-02", true)]
    [InlineData("2024-06-01", false)]
    [InlineData("2025-11-25", false)]
    [InlineData(null, false)]
    public void New_is_what_came_out_in_the_last_540_days(string? released, bool isNew)
    {
        var reasons = SongReasons.For(Song(Songs.Track(released: released), Far), Analyses.Plain, Songs.Today);

        reasons.Any(reason => reason.Text.StartsWith("New", StringComparison.Ordinal)).ShouldBe(isNew);
    }

    [Theory]
    [InlineData("2025-10-01", "New: 2025-10-01")]
    [InlineData("2001", "How it sounds is a guess, from its artist and title")]
    public void A_sound_that_was_guessed_from_the_mood_is_no_reason(string released, string second)
    {
        var song = Song(Songs.Track(released: released), Songs.Middle) with { FeatureSource = FeatureSource.Estimated };

        var reasons = SongReasons.For(song, Analyses.Plain, Songs.Today);

        reasons.Select(reason => reason.Text).ShouldBe(["By an artist for nostalgic photos", second]);
    }

    [Fact]
    public void A_reason_has_a_code_and_what_its_sentence_names()
    {
        var track = Songs.Track(released: "2025-10-01") with { Moods = [MoodCategory.Nostalgic] };
        var song = Song(track, Songs.Middle) with { LikeTitle = "Heeriye" };
        var far = Song(Songs.Track(released: "2001"), Far);
        var guessed = far with { FeatureSource = FeatureSource.Estimated };

        Said(song).ShouldBe(["like_song title=Heeriye", "filed_under mood=nostalgic", "pace_and_feeling pace=easy-going feeling=balanced", "new date=2025-10-01"]);
        Said(far).ShouldBe(["close percent=87"]);
        Said(guessed).ShouldBe(["artist_for mood=nostalgic", "guess"]);
        Said(far with { LearnedReason = "You liked it before", Opinion = new SecondOpinion("far", .9, "It glows.") }).ShouldBe(["model", "learned"]);

        static IEnumerable<string> Said(ScoredTrack song) => SongReasons.For(song, Analyses.Plain, Songs.Today)
            .Select(reason => string.Join(' ', reason.Values.Select(value => $"{value.Key}={value.Value}").Prepend(reason.Code)));
    }

    [Fact]
    public void A_song_always_has_one_to_four_reasons_and_none_twice() =>
        Gen.Select(SongGen.Scored, SongGen.Features).Sample((songs, target) =>
        {
            foreach (var song in songs)
            {
                var reasons = SongReasons.For(song, Analyses.Plain with { Target = target }, Songs.Today);

                reasons.Count.ShouldBeInRange(1, 4);
                reasons.Select(reason => reason.Text).ShouldBeUnique(StringComparer.Ordinal);
            }
        });

    private static ScoredTrack Song(Track track, AudioFeatures features) =>
        new(Songs.Candidate(track), features, FeatureSource.Measured, 1, Vibe: .87, Recency: 1, Final: .9);
}
