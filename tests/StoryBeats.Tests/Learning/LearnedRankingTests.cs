using StoryBeats.Catalog;
using StoryBeats.Learning;
using StoryBeats.Ranking;
using StoryBeats.Recommendations;
using StoryBeats.Reranking;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Learning;

public sealed class LearnedRankingTests
{
    [Fact]
    public async Task What_was_learned_is_in_the_score_and_in_the_reasons()
    {
        var taste = new Taste { Bound = .4, Artists = new Dictionary<string, LearnedEffect>(StringComparer.Ordinal) { ["artistenglish7"] = new(.3, "You liked it before") } };

        var plain = await RankAsync(Taste.None);
        var learned = await RankAsync(taste);

        var first = learned.Tracks[0];
        first.Track.Id.Value.ShouldBe("English7");
        first.Learned.ShouldBe(.3 * ScoringProfile.Matched.LearnedWeight, 1e-9);
        first.Final.ShouldBe(plain.Tracks.Single(song => song.Track.Id.Value == "English7").Final + first.Learned, 1e-9);
        SongReasons.For(first, Analyses.Plain, Songs.Today)[0].Text.ShouldBe("You liked it before");
        plain.Tracks.ShouldAllBe(song => song.Learned == 0 && song.LearnedReason == null);
    }

    [Fact]
    public async Task Unwanted_songs_are_not_ranked()
    {
        var taste = new Taste { Unwanted = new HashSet<TrackKey> { TrackKey.From("Artist English3", "Title English3 (Live)") } };

        (await RankAsync(taste)).Tracks.Ids().ShouldNotContain("English3", StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(-1, 4)]
    [InlineData(2, 1)]
    [InlineData(-2, 4)]
    public async Task The_first_five_hold_the_learned_mix_and_either_side_keeps_one(int shift, int english)
    {
        var songs = await RankAsync(new Taste { LanguageShift = shift });

        songs.Tracks.Take(5).Count(song => song.Track.Language == Languages.English).ShouldBe(english);
    }

    [Fact]
    public async Task Languages_set_outright_stay()
    {
        var songs = await RankAsync(new Taste { LanguageShift = 2 }, new Preferences { Languages = [Languages.English] });

        songs.Tracks.ShouldAllBe(song => song.Track.Language == Languages.English);
    }

    [Fact]
    public void A_photo_that_asks_for_one_side_alone_keeps_it() =>
        LanguageMix.For(CulturalVibe.Western, leaning: -1, learned: -2).Shares[0].OfFive.ShouldBe(5);

    [Fact]
    public void The_score_is_moved_within_the_bound_however_much_was_learned()
    {
        var taste = new Taste
        {
            Bound = .4,
            Artists = new Dictionary<string, LearnedEffect>(StringComparer.Ordinal) { ["a"] = new(5) },
            Songs = new Dictionary<TrackKey, LearnedEffect> { [TrackKey.From("B", "Song")] = new(-5) },
        };

        taste.For(Said.Song("A")).Value.ShouldBe(.4);
        taste.For(Said.Song("B", "Song")).Value.ShouldBe(-.4);
    }

    private static async Task<RankedSongs> RankAsync(Taste taste, Preferences? preferences = null)
    {
        var tracks = new[] { Languages.English, Languages.Hindi }.SelectMany(language =>
            Enumerable.Range(0, 10).Select(i => Songs.Track($"{language}{i}", language: language)));
        using var recommender = new Recommender(new ListSource(tracks, honoursRequest: true));
        return await recommender.Ranker.RankAsync(
            Analyses.Plain, preferences ?? new Preferences(), taste, seed: 1, [], TestContext.Current.CancellationToken);
    }
}
