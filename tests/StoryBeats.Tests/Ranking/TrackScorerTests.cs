using CsCheck;
using StoryBeats.Catalog;
using StoryBeats.Estimation;
using StoryBeats.Ranking;
using StoryBeats.Retrieval;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;

namespace StoryBeats.Tests.Ranking;

public sealed class TrackScorerTests
{
    private const double Tolerance = 1e-9;

    private static readonly TrackScorer Scorer = new(Data.Estimator);

    [Theory]
    [InlineData(.5, .5, .5, .5, 100, 1)]
    [InlineData(.9, .5, .5, .5, 100, .88)]
    [InlineData(.5, .1, .5, .5, 100, .88)]
    [InlineData(.5, .5, .9, .5, 100, .92)]
    [InlineData(.5, .5, .5, .1, 100, .96)]
    [InlineData(.5, .5, .5, .5, 125, .95)]
    [InlineData(.5, .5, .5, .5, 75, .95)]
    [InlineData(.5, .5, .5, .5, 150, .90)]
    [InlineData(.5, .5, .5, .5, 200, .90)]
    [InlineData(.7, .4, .6, .3, 110, .85)]
    public void Vibe_weighs_the_distance_in_each_feature(
        double energy, double valence, double danceability, double acousticness, double tempo, double expected)
    {
        var vibe = TrackScorer.Vibe(new(energy, valence, danceability, acousticness, .9, tempo), Songs.Middle, ScoringProfile.Classic);

        vibe.ShouldBe(expected, Tolerance);
    }

    [Fact]
    public void Vibe_of_opposites_is_nothing()
    {
        var vibe = TrackScorer.Vibe(new(1, 1, 1, 1, 1, 180), new(0, 0, 0, 0, 0, 60), ScoringProfile.Classic);

        vibe.ShouldBe(0, Tolerance);
    }

    [Fact]
    public void Vibe_is_symmetric_and_between_nothing_and_one() =>
        Gen.Select(SongGen.Features, SongGen.Features).Sample((one, other) =>
        {
            var vibe = TrackScorer.Vibe(one, other, ScoringProfile.Classic);

            vibe.ShouldBeInRange(-Tolerance, 1 + Tolerance);
            vibe.ShouldBe(TrackScorer.Vibe(other, one, ScoringProfile.Classic), Tolerance);
            TrackScorer.Vibe(one, one, ScoringProfile.Classic).ShouldBe(1, Tolerance);
        });

    [Theory]
    [InlineData(-30, 1)]
    [InlineData(0, 1)]
    [InlineData(180, 1)]
    [InlineData(181, .8)]
    [InlineData(365, .8)]
    [InlineData(366, .6)]
    [InlineData(540, .6)]
    [InlineData(541, .3)]
    [InlineData(20_000, .3)]
    public void Recency_falls_with_the_age_in_days(int days, double expected)
    {
        var day = Songs.Today.AddDays(-days);

        var recency = TrackScorer.Recency(new ReleaseDate(day.Year, day.Month, day.Day), Songs.Today);

        recency.ShouldBe(expected);
    }

    [Theory]
    [InlineData(null, .5)]
    [InlineData("2025", 1)]
    [InlineData("2024", .6)]
    [InlineData("2023", .3)]
    [InlineData("2025-11", 1)]
    [InlineData("2025-06", 1)]
    [InlineData("2025-05", .8)]
    [InlineData("2024-11", .6)]
    [InlineData("2024-12", .8)]
    [InlineData("2024-05", .3)]
    public void Recency_of_an_inexact_or_unknown_date_takes_the_middle(string? released, double expected)
    {
        var recency = TrackScorer.Recency(ReleaseDate.Parse(released), Songs.Today);

        recency.ShouldBe(expected);
    }

    [Theory]
    [InlineData(1, 1, 100, 1)]
    [InlineData(.8, .3, 70, .63)]
    [InlineData(.8, .3, 0, .49)]
    [InlineData(0, .3, 0, .09)]
    [InlineData(.8, .3, null, .6125)]
    [InlineData(1, 1, null, 1)]
    public void Final_weighs_vibe_recency_and_popularity_where_known(double vibe, double recency, int? popularity, double expected)
    {
        var final = TrackScorer.Final(vibe, recency, Songs.Track() with { Popularity = popularity }, ScoringProfile.Classic);

        final.ShouldBe(expected, Tolerance);
    }

    [Theory]
    [InlineData(null, .7, .63)]
    [InlineData(0, .7, .49)]
    public void Final_takes_prominence_for_popularity_only_where_that_is_unknown(int? popularity, double prominence, double expected)
    {
        var track = Songs.Track() with { Popularity = popularity, Prominence = prominence };

        var final = TrackScorer.Final(.8, .3, track, ScoringProfile.Classic);

        final.ShouldBe(expected, Tolerance);
    }

    [Fact]
    public void A_sound_that_is_guessed_never_beats_the_same_sound_known_and_is_no_nearer_the_farther_or_vaguer_the_guess() =>
        Gen.Select(SongGen.Features, SongGen.Features, SongGen.Features).Sample((guess, error, target) =>
        {
            var known = TrackScorer.Vibe(guess, target, ScoringProfile.Classic);
            var expected = Expected(guess, error);

            expected.ShouldBeLessThan(known + Tolerance);
            expected.ShouldBeLessThanOrEqualTo(Expected(target, error));
            expected.ShouldBeLessThanOrEqualTo(Expected(guess, error: default) + Tolerance);

            double Expected(AudioFeatures sound, AudioFeatures error) => TrackScorer.ExpectedVibe(new FeatureEstimate(sound, error), target, ScoringProfile.Classic);
        });

    [Theory]
    [InlineData(0, 1)]
    [InlineData(.1, .9)]
    [InlineData(.2, .8)]
    public void A_guess_that_lies_right_on_target_is_as_far_off_as_that_guess_may_be(double error, double expected) => TrackScorer.ExpectedVibe(
        new FeatureEstimate(Songs.Middle, new(error, error, error, error, 0, error * 50)), Songs.Middle, ScoringProfile.Classic).ShouldBe(expected, Tolerance);

    [Fact]
    public void Score_keeps_known_features_with_their_source_and_confidence()
    {
        var track = Songs.Track(source: FeatureSource.CuratedEstimate) with { FeatureConfidence = .6 };

        var scored = Scorer.Score([Songs.Candidate(track)], Songs.Middle, MoodCategory.Happy, Songs.Today, ScoringProfile.Classic).Single();

        scored.Features.ShouldBe(Songs.Middle);
        scored.FeatureSource.ShouldBe(FeatureSource.CuratedEstimate);
        scored.FeatureConfidence.ShouldBe(.6);
        (scored.Vibe, scored.Recency, scored.Final).ShouldBe((1, 1, .92));
    }

    [Fact]
    public void Score_says_when_features_are_an_estimate()
    {
        var track = Songs.WithoutFeatures("Nobody Known");

        var scored = Scorer.Score([Songs.Candidate(track)], Songs.Middle, MoodCategory.Happy, Songs.Today, ScoringProfile.Classic).Single();

        var estimate = Data.Estimator.Estimate(track, MoodCategory.Happy);
        scored.Features.ShouldBe(estimate.Features);
        scored.FeatureSource.ShouldBe(FeatureSource.Estimated);
        scored.FeatureConfidence.ShouldBe(estimate.Confidence);
        scored.Vibe.ShouldBe(TrackScorer.ExpectedVibe(estimate, Songs.Middle, ScoringProfile.Classic));
        scored.Astray.ShouldBe(TrackScorer.Astray(estimate, Songs.Middle));
    }

    [Fact]
    public void Scores_lie_between_nothing_and_one_and_in_the_order_of_the_candidates() =>
        Gen.Select(SongGen.Candidates, SongGen.Features, Gen.Enum<MoodCategory>()).Sample((candidates, target, mood) =>
        {
            var scored = Scorer.Score(candidates, target, mood, Songs.Today, ScoringProfile.Classic);

            scored.Select(track => track.Candidate).ShouldBe(candidates);
            scored.ShouldAllBe(track => InRange(track.Vibe) && InRange(track.Recency) && InRange(track.Final));
        });

    private static bool InRange(double score) => score is >= -Tolerance and <= 1 + Tolerance;

    [Theory]
    [InlineData("2025-10-01", null, 1)]
    [InlineData("2025-10-01", 1.0, 1)]
    [InlineData("2025-10-01", 0.0, 0)]
    [InlineData("2001", null, .3)]
    [InlineData("2001", 1.0, 0)]
    [InlineData("2001", 0.0, 1)]
    [InlineData("2025-01-01", 1.0, .5 / .7)]
    [InlineData("2024-07-01", .5, 1 - (.5 - (.3 / .7)))]
    [InlineData(null, 1.0, .2 / .7)]
    public void A_wish_for_freshness_turns_recency_into_nearness_to_it(string? released, double? freshness, double expected)
    {
        var profile = ScoringProfile.Classic.For(freshness, familiarity: null);

        var final = TrackScorer.Final(fit: 0, TrackScorer.Recency(ReleaseDate.Parse(released), Songs.Today), Songs.Track(popularity: 0), profile);

        (final / profile.RecencyWeight).ShouldBe(expected, Tolerance);
    }

    [Theory]
    [InlineData(60, null, null, .6)]
    [InlineData(90, null, 1.0, 1)]
    [InlineData(90, null, 0.0, 0)]
    [InlineData(40, null, 0.0, 1)]
    [InlineData(20, null, 0.0, 1)]
    [InlineData(65, null, 1.0, .5)]
    [InlineData(65, null, .5, 1)]
    [InlineData(null, .25, .5, .75)]
    public void A_wish_for_renown_turns_popularity_into_nearness_to_it(int? popularity, double? prominence, double? familiarity, double expected)
    {
        var profile = ScoringProfile.Classic.For(freshness: null, familiarity);

        var final = TrackScorer.Final(fit: 0, recency: 0, Songs.Track(popularity: popularity) with { Prominence = prominence }, profile);

        (final / profile.PopularityWeight).ShouldBe(expected, Tolerance);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void What_nobody_knows_of_a_song_s_renown_stays_unknown_whatever_is_wished(double? familiarity) =>
        TrackScorer.Final(.8, .6, Songs.Track(popularity: null), ScoringProfile.Classic.For(null, familiarity)).ShouldBe(((.5 * .8) + (.3 * .6)) / .8, Tolerance);

    [Theory]
    [InlineData(0, .7, .5, .2)]
    [InlineData(0, .6, .1, .4)]
    [InlineData(.2, .5, .5, .2)]
    [InlineData(.2, .5, .8, .3605551275)]
    public void Astray_is_the_farther_of_energy_and_valence_with_the_error_of_an_estimate(double error, double energy, double valence, double expected)
    {
        var sound = new FeatureEstimate(Songs.Middle with { Energy = energy, Valence = valence }, new(error, error, 0, 0, 0, 0));

        TrackScorer.Astray(sound, Songs.Middle).ShouldBe(expected, 1e-9);
    }

    [Fact]
    public void Features_that_came_as_an_estimate_are_as_unsure_as_our_own()
    {
        var track = Songs.Track(source: FeatureSource.Estimated);

        var scored = Scorer.Score([Songs.Candidate(track)], Songs.Middle, MoodCategory.Happy, Songs.Today, ScoringProfile.Classic).Single();

        scored.Vibe.ShouldBe(TrackScorer.ExpectedVibe(new FeatureEstimate(Songs.Middle, Data.Estimator.Estimate(track, MoodCategory.Happy).Error), Songs.Middle, ScoringProfile.Classic));
        scored.Vibe.ShouldBeLessThan(.9);
    }

    [Fact]
    public void A_song_known_to_sound_much_like_the_liked_one_says_so()
    {
        var like = LikedSong.Of(Songs.Scored("liked", artist: "A"));
        CandidateTrack[] candidates =
        [
            Songs.Candidate(Songs.Track("alike")),
            Songs.Candidate(Songs.Track("other", features: new AudioFeatures(.9, .1, .5, .5, 0, 100))),
            Songs.Candidate(Songs.WithoutFeatures("Nobody")),
            Songs.Candidate(Songs.Track("partly", source: FeatureSource.PartlyMeasured)),
        ];

        var scored = Scorer.Score(candidates, Songs.Middle, MoodCategory.Nostalgic, Songs.Today, ScoringProfile.Classic, like: like);

        scored.Select(song => song.LikeTitle).ShouldBe(["Title liked", null, null, null]);
    }

    [Theory]
    [InlineData(.12)]
    [InlineData(.08)]
    [InlineData(.30)]
    public void On_target_an_estimate_is_never_as_near_as_what_is_known(double deviation)
    {
        var unsure = new VibeUncertainty(deviation, deviation);

        var known = TrackScorer.Nearness(new FeatureEstimate(Songs.Middle, Error: default), Songs.Middle, unsure);
        var guess = TrackScorer.Nearness(new FeatureEstimate(Songs.Middle, new(.17, .18, 0, 0, 0, 0)), Songs.Middle, unsure);

        guess.ShouldBeLessThan(known);
        known.ShouldBe(1, 1e-9);
    }

    [Fact]
    public void A_distance_counts_less_where_the_reading_is_less_sure()
    {
        Lost(deviation: .2).ShouldBeLessThan(Lost(deviation: .05));

        double Lost(double deviation)
        {
            var unsure = new VibeUncertainty(deviation, deviation);
            return TrackScorer.Nearness(new FeatureEstimate(Songs.Middle, Error: default), Songs.Middle, unsure)
                - TrackScorer.Nearness(new FeatureEstimate(Songs.Middle with { Energy = .6 }, Error: default), Songs.Middle, unsure);
        }
    }

    [Fact]
    public void Matched_prefers_what_feels_right_to_what_is_new()
    {
        CandidateTrack[] candidates =
        [
            Songs.Candidate(Songs.Track("right", features: Songs.Middle with { Acousticness = .9 }, released: "2010")),
            Songs.Candidate(Songs.Track("new", features: Songs.Middle with { Energy = .75, Valence = .75 })),
        ];

        Best(ScoringProfile.Classic).ShouldBe("new");
        Best(ScoringProfile.Matched).ShouldBe("right");

        string Best(ScoringProfile profile) =>
            Scorer.Score(candidates, Songs.Middle, MoodCategory.Happy, Songs.Today, profile).MaxBy(song => song.Final)!.Track.Id.Value;
    }
}
