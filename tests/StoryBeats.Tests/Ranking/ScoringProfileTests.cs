using StoryBeats.Ranking;

namespace StoryBeats.Tests.Ranking;

public sealed class ScoringProfileTests
{
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
}
