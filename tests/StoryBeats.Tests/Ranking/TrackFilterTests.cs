using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Tests.Support;

namespace StoryBeats.Tests.Ranking;

public sealed class TrackFilterTests
{
    [Theory]
    [InlineData(FeatureSource.Measured, .75, true)]
    [InlineData(FeatureSource.Measured, .749, false)]
    [InlineData(FeatureSource.PartlyMeasured, .75, true)]
    [InlineData(FeatureSource.PartlyMeasured, .749, false)]
    [InlineData(FeatureSource.CuratedEstimate, .50, true)]
    [InlineData(FeatureSource.CuratedEstimate, .499, false)]
    [InlineData(FeatureSource.Estimated, .50, true)]
    [InlineData(FeatureSource.Estimated, .499, false)]
    public void The_least_vibe_depends_on_where_features_came_from(FeatureSource source, double vibe, bool passes)
    {
        var result = Apply([.. Fitting(5), Songs.Scored("x", vibe: vibe, source: source)]);

        result.Tracks.Ids().Contains("x", StringComparer.Ordinal).ShouldBe(passes);
        result.Dropped.ShouldBe(passes ? 0 : 1);
        result.Relaxed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(46, false)]
    [InlineData(47, true)]
    [InlineData(85, true)]
    [InlineData(86, false)]
    [InlineData(null, true)]
    public void Popularity_counts_where_it_is_known(int? popularity, bool passes)
    {
        var result = Apply([.. Fitting(5), Songs.Scored("x", popularity: popularity)]);

        result.Tracks.Ids().Contains("x", StringComparer.Ordinal).ShouldBe(passes);
        result.Relaxed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(86, "popularity 37 to 95 was let in instead of 47 to 85")]
    [InlineData(37, "popularity 37 to 95 was let in instead of 47 to 85")]
    [InlineData(96, "popularity 27 to 100 was let in instead of 47 to 85")]
    [InlineData(27, "popularity 27 to 100 was let in instead of 47 to 85")]
    [InlineData(10, "any popularity was let in")]
    public void Popularity_gives_way_first_and_only_as_far_as_needed(int popularity, string message)
    {
        var result = Apply([.. Fitting(4), Songs.Scored("x", popularity: popularity), Songs.Scored("y", vibe: .70)]);

        result.Tracks.Ids().ShouldContain("x", StringComparer.Ordinal);
        result.Tracks.Ids().ShouldNotContain("y", StringComparer.Ordinal);
        result.Relaxed.ShouldHaveSingleItem().Filter.ShouldBe("popularity");
        result.Relaxed[0].Message.ShouldContain(message);
    }

    [Theory]
    [InlineData(.66, "lowered by 0.10")]
    [InlineData(.56, "lowered by 0.20")]
    [InlineData(.41, "lowered by 0.35")]
    [InlineData(.10, "left out")]
    public void Vibe_gives_way_when_popularity_alone_does_not_help(double vibe, string message)
    {
        var result = Apply([.. Fitting(3), Songs.Scored("p", popularity: 99), Songs.Scored("v", vibe: vibe)]);

        result.Tracks.Count.ShouldBe(5);
        result.Relaxed.Select(relaxation => relaxation.Filter).ShouldBe(["popularity", "vibe"]);
        result.Relaxed[1].Message.ShouldContain(message);
    }

    [Theory]
    [InlineData(.35, true)]
    [InlineData(.351, false)]
    public void A_song_far_from_the_mood_is_dropped_however_well_the_rest_fits(double astray, bool passes)
    {
        var result = Apply([.. Fitting(5), Songs.Scored("x", vibe: .95) with { Astray = astray }]);

        result.Tracks.Ids().Contains("x", StringComparer.Ordinal).ShouldBe(passes);
        result.Relaxed.ShouldBeEmpty();
    }

    [Fact]
    public void Songs_far_from_the_mood_come_last_of_all_the_least_far_first_and_visibly()
    {
        ScoredTrack[] others = [.. Fitting(3), Songs.Scored("popular", popularity: 99), Songs.Scored("near", vibe: .1)];
        ScoredTrack[] far = [Songs.Scored("far") with { Astray = .44 }, Songs.Scored("farther") with { Astray = .8 }];

        var enough = Apply([.. others, .. far]);
        var oneShort = Apply([.. others.Skip(1), .. far]);

        enough.Tracks.Ids().ShouldBe(others.Ids());
        enough.Relaxed.Select(relaxation => relaxation.Filter).ShouldBe(["popularity", "vibe"]);
        oneShort.Tracks.Ids().ShouldBe([.. others.Skip(1).Ids(), "far"]);
        oneShort.Relaxed.Select(relaxation => relaxation.Filter).ShouldBe(["popularity", "vibe", "mood"]);
    }

    [Fact]
    public void A_filter_that_lets_in_nothing_new_did_not_give_way()
    {
        var onlyVibe = Apply([.. Fitting(4), Songs.Scored("v", vibe: .70)]);
        var tooFewAnyway = Apply([.. Fitting(3)]);

        onlyVibe.Relaxed.ShouldHaveSingleItem().Filter.ShouldBe("vibe");
        tooFewAnyway.Tracks.Count.ShouldBe(3);
        tooFewAnyway.Relaxed.ShouldBeEmpty();
    }

    [Fact]
    public void More_songs_of_an_artist_than_may_be_shown_do_not_count_as_enough()
    {
        var many = Enumerable.Range(0, 10).Select(i => Songs.Scored($"m{i}", artist: "Same"));

        var result = Apply([.. many, .. Fitting(2), Songs.Scored("x", popularity: 90)]);

        result.Tracks.Ids().ShouldContain("x", StringComparer.Ordinal);
        result.Relaxed.ShouldHaveSingleItem().Filter.ShouldBe("popularity");
    }

    [Fact]
    public void Nothing_in_gives_nothing_out()
    {
        var result = Apply([]);

        result.Tracks.ShouldBeEmpty();
        result.Dropped.ShouldBe(0);
        result.Relaxed.ShouldBeEmpty();
    }

    private static FilterResult Apply(ScoredTrack[] tracks) => TrackFilter.Apply(tracks, ScoringProfile.Classic, perArtist: 2);

    private static IEnumerable<ScoredTrack> Fitting(int count) => Enumerable.Range(0, count).Select(i => Songs.Scored($"fit{i}"));
}
