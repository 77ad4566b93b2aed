using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Reranking;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Reranking;

public sealed class VarietyTests
{
    private static readonly LanguageMix English = LanguageMix.Of([Languages.English]);

    private static readonly ScoringProfile Varied = ScoringProfile.Classic with { VarietyWeight = 1 };

    private static readonly ScoringProfile Lucky = ScoringProfile.Classic with { Chance = .05 };

    [Fact]
    public void A_song_that_sounds_otherwise_comes_before_a_slightly_better_one_that_sounds_the_same_and_says_so()
    {
        var tracks = Enumerable.Range(0, 6).Select(i => Sounding($"same{i}", Songs.Middle, .9 - (i / 100.0)))
            .Append(Sounding("other", Songs.Middle with { Acousticness = 1, Danceability = 0, Tempo = 60 }, .8)).ToList();

        var page = DiversityReranker.Rerank(tracks, English, new Variety(Varied, 1, null)).Tracks.Take(5).ToList();

        page.Ids().ShouldBe(["same0", "same1", "same2", "same3", "other"]);
        page.Where(song => song.ForVariety).Ids().ShouldBe(["other"]);
    }

    [Fact]
    public void The_less_sure_the_reading_the_more_the_songs_differ()
    {
        var tracks = Enumerable.Range(0, 6).Select(i => Sounding($"same{i}", Songs.Middle, .9 - (i / 100.0)))
            .Append(Sounding("other", Songs.Middle with { Acousticness = .8 }, .84)).ToList();

        Shows(new VibeUncertainty(.17, .17)).ShouldContain("other", StringComparer.Ordinal);
        Shows(new VibeUncertainty(.01, .01)).ShouldNotContain("other", StringComparer.Ordinal);

        IReadOnlyList<string> Shows(VibeUncertainty deviation) =>
            DiversityReranker.Rerank(tracks, English, new Variety(Varied, 1, deviation)).Tracks.Take(5).Ids();
    }

    [Fact]
    public void Photos_that_are_alike_get_other_songs_and_the_same_photo_the_same()
    {
        var tracks = Enumerable.Range(0, 40).Select(i => Sounding($"t{i:00}", Songs.Middle, .8 + (i / 4000.0))).ToList();

        var lists = Enumerable.Range(0, 20).Select(seed => string.Join(' ', Shows(seed))).ToList();

        lists.Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(15);
        Shows(7).ShouldBe(Shows(7));

        IReadOnlyList<string> Shows(int seed) => DiversityReranker.Rerank(tracks, English, new Variety(Lucky, seed, null)).Tracks.Take(5).Ids();
    }

    [Fact]
    public void Luck_moves_no_song_past_one_that_is_clearly_better()
    {
        var tracks = Enumerable.Range(0, 10).Select(i => Sounding($"t{i}", Songs.Middle, 1 - (i / 10.0))).ToList();

        for (var seed = 0; seed < 50; seed++)
            DiversityReranker.Rerank(tracks, English, new Variety(Lucky, seed, null)).Tracks.Ids().ShouldBe(tracks.Ids());
    }

    private static ScoredTrack Sounding(string id, AudioFeatures features, double final) => Songs.Scored(id, final: final) with { Features = features };
}
