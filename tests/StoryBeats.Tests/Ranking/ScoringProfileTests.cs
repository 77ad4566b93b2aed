using StoryBeats.Ranking;

namespace StoryBeats.Tests.Ranking;

public sealed class ScoringProfileTests
{
    [Fact]
    public void A_tempo_that_is_wished_weighs_more_reaches_farther_and_the_weights_still_add_up()
    {
        var (read, wished) = (ScoringProfile.Classic, ScoringProfile.Classic.For(null, null, tempo: 180));

        wished.TempoWeight.ShouldBeGreaterThan(wished.EnergyWeight);
        wished.TempoSpan.ShouldBeGreaterThan(read.TempoSpan);
        (wished.EnergyWeight + wished.ValenceWeight + wished.DanceabilityWeight + wished.AcousticnessWeight + wished.TempoWeight).ShouldBe(1, 1e-9);
        ScoringProfile.Classic.For(null, null).ShouldBe(read);
    }

    [Fact]
    public void Classic_has_the_weights_and_thresholds_of_the_original()
    {
        var classic = ScoringProfile.Classic;

        (classic.EnergyWeight, classic.ValenceWeight, classic.DanceabilityWeight, classic.AcousticnessWeight, classic.TempoWeight)
            .ShouldBe((.30, .30, .20, .10, .10));
        (classic.VibeWeight, classic.RecencyWeight, classic.PopularityWeight).ShouldBe((.5, .3, .2));
        (classic.MinVibeMeasured, classic.MinVibeEstimated).ShouldBe((.75, .50));
        (classic.MinPopularity, classic.MaxPopularity).ShouldBe((47, 85));
    }

    public static TheoryData<string, double?, double?, double?> Wishes => new(
        from profile in ScoringProfile.All
        from freshness in new double?[] { null, 1 }
        from familiarity in new double?[] { null, 0 }
        from tempo in new double?[] { null, 90 }
        select (profile.Name, freshness, familiarity, tempo));

    [Theory]
    [MemberData(nameof(Wishes))]
    public void Weights_of_each_sum_add_up_to_one(string name, double? freshness, double? familiarity, double? tempo)
    {
        var p = ScoringProfile.Named(name).For(freshness, familiarity, tempo);

        (p.EnergyWeight + p.ValenceWeight + p.DanceabilityWeight + p.AcousticnessWeight + p.TempoWeight).ShouldBe(1, 1e-9);
        (p.VibeWeight + p.RecencyWeight + p.PopularityWeight).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void What_is_wished_weighs_as_much_as_in_the_original_and_is_not_judged_by_the_mood_alone()
    {
        var matched = ScoringProfile.Matched;

        matched.For(freshness: 1, null).RecencyWeight.ShouldBe(ScoringProfile.Classic.RecencyWeight);
        matched.For(null, familiarity: 1).PopularityWeight.ShouldBe(ScoringProfile.Classic.PopularityWeight);
        foreach (var asked in new[] { matched.For(null, null, tempo: 90), matched.For(null, null, likesSong: true) })
            (asked.PlaneWeight, asked.VarietyWeight).ShouldBe((0, 0));
        matched.For(null, null).ShouldBe(matched);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Classic")]
    [InlineData("modern")]
    public void An_unknown_name_is_a_fault(string name) =>
        Should.Throw<ArgumentException>(() => ScoringProfile.Named(name)).Message.ShouldContain($"\"{name}\"");

    [Theory]
    [InlineData(null, 47, 85)]
    [InlineData(0.0, 21, 59)]
    [InlineData(.52, 47, 85)]
    [InlineData(1.0, 71, 100)]
    public void The_range_of_popularity_follows_the_wish(double? familiarity, int least, int most)
    {
        var profile = ScoringProfile.Classic.For(freshness: null, familiarity);

        (profile.MinPopularity, profile.MaxPopularity).ShouldBe((least, most));
    }
}
