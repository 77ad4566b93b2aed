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

    [Fact]
    public void Weights_of_each_sum_add_up_to_one()
    {
        var p = ScoringProfile.Named("classic");

        (p.EnergyWeight + p.ValenceWeight + p.DanceabilityWeight + p.AcousticnessWeight + p.TempoWeight).ShouldBe(1, 1e-9);
        (p.VibeWeight + p.RecencyWeight + p.PopularityWeight).ShouldBe(1, 1e-9);
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
