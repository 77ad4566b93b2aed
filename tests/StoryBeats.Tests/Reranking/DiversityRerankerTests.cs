using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Reranking;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Reranking;

public sealed class DiversityRerankerTests
{
    private static readonly LanguageMix English = LanguageMix.Of([Languages.English]);

    [Fact]
    public void Rerank_limits_each_artist_to_two_tracks()
    {
        var tracks = Enumerable.Range(0, 10).Select(i => Songs.Scored($"t{i}", artist: i % 2 == 0 ? "Even" : "Odd", final: 1 - (i / 100.0))).ToList();

        var ranked = DiversityReranker.Rerank(tracks, English).Tracks;

        ranked.Ids().ShouldBe(["t0", "t1", "t2", "t3"]);
    }

    [Fact]
    public void Rerank_counts_spellings_of_one_artist_as_one()
    {
        ScoredTrack[] tracks = [Songs.Scored("1", "Beyoncé"), Songs.Scored("2", "BEYONCE"), Songs.Scored("3", "Beyonce!"), Songs.Scored("4", "Lauv")];

        var ranked = DiversityReranker.Rerank(tracks, English).Tracks;

        ranked.Ids().ShouldBe(["1", "2", "4"]);
    }

    [Fact]
    public void Rerank_shows_an_artist_once_in_five_where_others_are_left()
    {
        ScoredTrack[] tracks =
        [
            Songs.Scored("best", "Star", final: .99), Songs.Scored("second", "Star", final: .98),
            .. Enumerable.Range(0, 5).Select(i => Songs.Scored($"t{i}", final: .5 - (i / 100.0))),
        ];

        var ranked = DiversityReranker.Rerank(tracks, English).Tracks;

        ranked.Ids().ShouldBe(["best", "t0", "t1", "t2", "t3", "second", "t4"]);
    }

    [Fact]
    public void Rerank_fills_the_mix_from_lower_scores_when_one_language_leads()
    {
        ScoredTrack[] tracks =
        [
            .. Enumerable.Range(0, 6).Select(i => Songs.Scored($"e{i}", final: .9 - (i / 100.0))),
            Songs.Scored("p", language: Languages.Punjabi, final: .3), Songs.Scored("h", language: Languages.Hindi, final: .2),
        ];

        var result = DiversityReranker.Rerank(tracks, LanguageMix.For(CulturalVibe.Global, 0));

        result.Tracks.Take(5).Ids().ShouldBe(["e0", "e1", "e2", "p", "h"]);
        result.Relaxed.ShouldBeEmpty();
    }

    [Fact]
    public void Rerank_says_when_a_language_could_not_fill_its_share()
    {
        ScoredTrack[] tracks = [.. Enumerable.Range(0, 6).Select(i => Songs.Scored($"e{i}")), Songs.Scored("h", language: Languages.Hindi)];

        var result = DiversityReranker.Rerank(tracks, LanguageMix.For(CulturalVibe.Indian, 0));

        result.Tracks.Take(5).Count(track => track.Track.Language == Languages.English).ShouldBe(4);
        result.Relaxed.ShouldBe([new Relaxation("languages", "Only 1 of 3 Hindi songs fitted this photo.")]);
    }

    [Fact]
    public void Rerank_lets_an_artist_who_sings_in_two_languages_serve_both_shares_when_needed()
    {
        ScoredTrack[] tracks =
        [
            Songs.Scored("xe", "Both", final: .9), Songs.Scored("e1"), Songs.Scored("e2"), Songs.Scored("e3", final: .1),
            Songs.Scored("xh", "Both", Languages.Hindi), Songs.Scored("h1", language: Languages.Hindi),
        ];

        var ranked = DiversityReranker.Rerank(tracks, LanguageMix.For(CulturalVibe.Global, 0)).Tracks;

        ranked.Take(5).Ids().ShouldBe(["xe", "e1", "e2", "h1", "xh"], ignoreOrder: true);
    }

    [Fact]
    public void Rerank_orders_equal_scores_by_id()
    {
        ScoredTrack[] tracks = [Songs.Scored("b"), Songs.Scored("c"), Songs.Scored("a")];

        var ranked = DiversityReranker.Rerank(tracks, English).Tracks;

        ranked.Ids().ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void Rerank_of_nothing_is_nothing()
    {
        var result = DiversityReranker.Rerank([], English);

        result.Tracks.ShouldBeEmpty();
    }
}
