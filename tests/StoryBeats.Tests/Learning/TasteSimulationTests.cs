using StoryBeats.Learning.Simulation;
using StoryBeats.Ranking;

namespace StoryBeats.Tests.Learning;

public sealed class TasteSimulationTests
{
    [Fact]
    public async Task Learning_beats_no_learning_and_the_originals_rules_and_no_mood_collapses()
    {
        using var small = new SmallSimulation();

        var report = await small.RunAsync(40, 40, seed: 11, SimulatedPolicy.Untrained, SimulatedPolicy.Original, SimulatedPolicy.Learned);

        var (untrained, original, learned) = (report.Policies[0], report.Policies[1], report.Policies[2]);
        report.Compared.ShouldBeGreaterThan(300);
        (learned.LikeRate!.Value / untrained.LikeRate!.Value).ShouldBeGreaterThan(1.3);
        (learned.LikeRate!.Value / original.LikeRate!.Value).ShouldBeGreaterThan(1.2);
        learned.Regret.ShouldBeLessThan(original.Regret);
        learned.RegretGrowth.ShouldBeLessThan(untrained.RegretGrowth);
        learned.LeastEffectiveArtists.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task On_the_matched_profile_learning_adds_to_a_better_start()
    {
        using var classic = new SmallSimulation();
        using var matched = new SmallSimulation(ScoringProfile.Matched);

        var before = await classic.RunAsync(40, 40, seed: 11, SimulatedPolicy.Untrained);
        var report = await matched.RunAsync(40, 40, seed: 11, SimulatedPolicy.Untrained, SimulatedPolicy.Original, SimulatedPolicy.Learned);

        var (untrained, original, learned) = (report.Policies[0], report.Policies[1], report.Policies[2]);
        untrained.LikeRateOverall.ShouldBeGreaterThan(before.Policies[0].LikeRateOverall);
        (learned.LikeRate!.Value / untrained.LikeRate!.Value).ShouldBeGreaterThan(1.15);
        (learned.LikeRate!.Value / original.LikeRate!.Value).ShouldBeGreaterThan(1.2);
        learned.Regret.ShouldBeLessThan(untrained.Regret);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_figures_and_another_others()
    {
        using var small = new SmallSimulation();

        var first = await small.RunAsync(6, 8, seed: 1, SimulatedPolicy.Untrained, SimulatedPolicy.Learned);
        var again = await small.RunAsync(6, 8, seed: 1, SimulatedPolicy.Untrained, SimulatedPolicy.Learned);
        var other = await small.RunAsync(6, 8, seed: 2, SimulatedPolicy.Untrained, SimulatedPolicy.Learned);

        again.Policies.ShouldBe(first.Policies);
        other.Policies.ShouldNotBe(first.Policies);
    }

    [Fact]
    public async Task A_policy_does_the_same_in_any_company()
    {
        using var small = new SmallSimulation();

        var alone = await small.RunAsync(6, 8, seed: 1, SimulatedPolicy.Learned);
        var among = await small.RunAsync(6, 8, seed: 1, SimulatedPolicy.Original, SimulatedPolicy.Learned, SimulatedPolicy.Without("co-likes"));

        among[SimulatedPolicy.Learned.Name].LikeRateOverall.ShouldBe(alone.Policies[0].LikeRateOverall);
    }

    [Fact]
    public void A_switch_that_does_not_exist_is_refused() =>
        Should.Throw<ArgumentException>(() => SimulatedPolicy.Without("telepathy")).Message.ShouldContain("artist-preference");
}
