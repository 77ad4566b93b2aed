using CsCheck;
using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
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

        reasons.ShouldBe(
        [
            "People file it under nostalgic", "Easy-going and balanced, like the photo", "Acoustic, as such a photo asks for", "New: 2025-10-01",
        ]);
    }

    [Theory]
    [InlineData(.62, .90, "Easy-going, like the photo")]
    [InlineData(.90, .62, "Balanced, like the photo")]
    public void One_of_energy_and_valence_is_a_reason_where_the_other_is_far(double energy, double valence, string expected)
    {
        var song = Song(Songs.Track(released: "2001"), Far with { Energy = energy, Valence = valence });

        var reasons = SongReasons.For(song, Analyses.Plain, Songs.Today);

        reasons.ShouldBe([expected, "Sounds 87% like what the photo asks for"]);
    }

    [Theory]
    [InlineData("2024-06-02", true)]
    [InlineData("2024-06-01", false)]
    [InlineData("2025-11-25", false)]
    [InlineData(null, false)]
    public void New_is_what_came_out_in_the_last_540_days(string? released, bool isNew)
    {
        var reasons = SongReasons.For(Song(Songs.Track(released: released), Far), Analyses.Plain, Songs.Today);

        reasons.Any(reason => reason.StartsWith("New", StringComparison.Ordinal)).ShouldBe(isNew);
    }

    [Theory]
    [InlineData("2025-10-01", "New: 2025-10-01")]
    [InlineData("2001", "How it sounds is a guess, from its artist and title")]
    public void A_sound_that_was_guessed_from_the_mood_is_no_reason(string released, string second)
    {
        var song = Song(Songs.Track(released: released), Songs.Middle) with { FeatureSource = FeatureSource.Estimated };

        var reasons = SongReasons.For(song, Analyses.Plain, Songs.Today);

        reasons.ShouldBe(["By an artist for nostalgic photos", second]);
    }

    [Fact]
    public void A_song_always_has_one_to_four_reasons_and_none_twice() =>
        Gen.Select(SongGen.Scored, SongGen.Features).Sample((songs, target) =>
        {
            foreach (var song in songs)
            {
                var reasons = SongReasons.For(song, Analyses.Plain with { Target = target }, Songs.Today);

                reasons.Count.ShouldBeInRange(1, 4);
                reasons.ShouldBeUnique(StringComparer.Ordinal);
            }
        });

    private static ScoredTrack Song(Track track, AudioFeatures features) =>
        new(Songs.Candidate(track), features, FeatureSource.Measured, 1, Vibe: .87, Recency: 1, Final: .9);
}
