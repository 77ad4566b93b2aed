using CsCheck;
using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Reranking;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Reranking;

/// <summary>What holds of filter and re-ranking together, whatever comes in.</summary>
public sealed class DiversityRerankerProperties
{
    private static readonly Gen<LanguageMix> ByVibe =
        Gen.Select(Gen.Enum<CulturalVibe>(), Gen.Int[-1, 1]).Select((vibe, leaning) => LanguageMix.For(vibe, leaning));

    private static readonly Gen<LanguageMix> ByVisitor =
        Gen.Shuffle(new[] { Languages.English, Languages.Hindi, Languages.Punjabi, "Spanish" }, 1, 4).Select(languages => LanguageMix.Of(languages));

    private static readonly Gen<LanguageMix> Mixes = Gen.OneOf(ByVibe, ByVisitor);

    [Fact]
    public void At_most_thirty_songs_each_once_and_each_from_the_input() => Gen.Select(SongGen.Scored, Mixes).Sample((tracks, mix) =>
    {
        var ranked = Rank(tracks, mix).Tracks;

        ranked.Count.ShouldBeLessThanOrEqualTo(30);
        ranked.Ids().ShouldBeUnique(StringComparer.Ordinal);
        ranked.Except(tracks).ShouldBeEmpty();
    });

    [Fact]
    public void At_most_two_songs_an_artist() => Gen.Select(SongGen.Scored, Mixes).Sample((tracks, mix) =>
    {
        var ranked = Rank(tracks, mix).Tracks;

        ranked.GroupBy(track => track.Track.ArtistKey, StringComparer.Ordinal).ShouldAllBe(artist => artist.Count() <= 2);
    });

    [Fact]
    public void Every_page_of_five_is_best_first() => Gen.Select(SongGen.Scored, Mixes).Sample((tracks, mix) =>
    {
        var ranked = Rank(tracks, mix).Tracks;

        foreach (var page in ranked.Chunk(5))
            page.Select(track => track.Final).ShouldBeInOrder(SortDirection.Descending);
    });

    [Fact]
    public void No_place_stays_empty_while_a_song_may_be_shown() => Gen.Select(SongGen.Scored, Mixes).Sample((tracks, mix) =>
    {
        var result = TrackFilter.Apply(tracks, ScoringProfile.Classic, DiversityReranker.PerArtist);

        var ranked = DiversityReranker.Rerank(result.Tracks, mix).Tracks;

        var showable = result.Tracks.GroupBy(track => track.Track.ArtistKey, StringComparer.Ordinal).Sum(artist => Math.Min(artist.Count(), 2));
        ranked.Count.ShouldBe(Math.Min(30, showable));
    });

    [Fact]
    public void The_order_of_the_input_does_not_matter() =>
        Gen.Select(SongGen.Scored.SelectMany(tracks => Gen.Select(Gen.Const(tracks), Gen.Shuffle(tracks, tracks.Length))), Mixes)
            .Sample((pair, mix) =>
            {
                var (tracks, shuffled) = pair;

                var ranked = Rank(shuffled, mix);

                var expected = Rank(tracks, mix);
                ranked.Tracks.ShouldBe(expected.Tracks);
                ranked.Relaxed.ShouldBe(expected.Relaxed);
            });

    [Fact]
    public void The_first_five_hold_the_mix_of_a_vibe_whenever_each_share_has_artists_enough() =>
        Gen.Select(SongGen.Scored, ByVibe).Sample(HoldsTheMix);

    [Fact]
    public void The_first_five_hold_the_mix_of_the_visitor_whenever_each_language_has_artists_enough() =>
        Gen.Select(SongGen.ScoredOneLanguageAnArtist, ByVisitor).Sample(HoldsTheMix);

    [Fact]
    public void A_share_that_is_not_filled_is_described_and_no_other() => Gen.Select(SongGen.Scored, Mixes).Sample((tracks, mix) =>
    {
        var result = DiversityReranker.Rerank(tracks, mix);

        var page = result.Tracks.Take(5).ToList();
        var expected = page.Count == 0 ? [] : mix.Shares.Where(share => InShare(page, share) < share.OfFive).ToList();
        result.Relaxed.Count.ShouldBe(expected.Count);
        foreach (var share in expected)
            result.Relaxed.ShouldContain(relaxation => relaxation.Message.Contains($"{share.OfFive} {share.Name} songs", StringComparison.Ordinal));
    });

    private static void HoldsTheMix(ScoredTrack[] tracks, LanguageMix mix)
    {
        var kept = TrackFilter.Apply(tracks, ScoringProfile.Classic, DiversityReranker.PerArtist).Tracks;
        if (mix.Shares.Any(share => Artists(kept, share) < share.OfFive))
            return;

        var result = DiversityReranker.Rerank(kept, mix);

        var page = result.Tracks.Take(5).ToList();
        mix.Shares.ShouldAllBe(share => InShare(page, share) == share.OfFive);
        result.Relaxed.ShouldBeEmpty();
    }

    private static RerankResult Rank(ScoredTrack[] tracks, LanguageMix mix) =>
        DiversityReranker.Rerank(TrackFilter.Apply(tracks, ScoringProfile.Classic, DiversityReranker.PerArtist).Tracks, mix);

    private static int Artists(IReadOnlyList<ScoredTrack> tracks, LanguageShare share) =>
        tracks.Where(track => share.Covers(track.Track.Language)).Select(track => track.Track.ArtistKey).Distinct(StringComparer.Ordinal).Count();

    private static int InShare(List<ScoredTrack> page, LanguageShare share) => page.Count(track => share.Covers(track.Track.Language));
}
