using Spectre.Console;
using StoryBeats.Learning.Simulation;

namespace StoryBeats.Cli;

/// <summary>Results of a simulation as tables.</summary>
internal static class SimulationView
{
    public static void Write(IAnsiConsole console, IReadOnlyList<SimulationReport> reports, string profile)
    {
        // Tables need room; where nobody looks, the width is not to depend on anything.
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = 160;
        foreach (var report in reports)
        {
            var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey)
                .AddColumns("Policy", "Like rate", "of untrained", "of best original", "all sessions", "regret", "growth", "artists", "effective", "of a visitor");
            var untrained = report[SimulatedPolicy.Untrained.Name];
            var original = report.Policies.Where(policy => policy.Policy.StartsWith(SimulatedPolicy.Original.Name, StringComparison.Ordinal))
                .MaxBy(policy => policy.LikeRate)!;
            foreach (var policy in report.Policies)
            {
                table.AddRow(
                    Markup.Escape(policy.Policy), Show(policy.LikeRate), Ratio(policy, untrained), Ratio(policy, original), Show(policy.LikeRateOverall),
                    $"{policy.Regret:0.00}", $"{policy.RegretGrowth:0.000}", $"{policy.LeastArtists}", $"{policy.LeastEffectiveArtists:0.0}",
                    $"{policy.LeastEffectiveArtistsOfAVisitor:0.0}");
            }

            console.MarkupLineInterpolated(
                $"[bold]{report.Strength} tastes[/]: {report.Visitors} visitors, {report.Sessions} photos each, seed {report.Seed}, {report.Compared} sessions compared");
            console.Write(table);
            foreach (var goal in report.Goals)
                console.MarkupLineInterpolated($"{(goal.Reached ? "reached" : "missed"),-8} {goal.Goal}: {goal.Value:0.00#}");
            console.WriteLine();
        }

        console.WriteLine("Like rate, the two ratios: sessions of visitors who had given 20 feedbacks under every policy. Artists: the mood with fewest.");
        console.WriteLine($"Ranked by the {profile} profile; the original's rules are always the original's.");
        console.WriteLine("The visitors are made up: what they like is our assumption (docs/learning.md), and so is how much it helps to learn it.");
    }

    private static string Show(double? value) => value is { } rate ? $"{rate:0.000}" : "–";

    private static string Ratio(PolicyResult policy, PolicyResult to) => policy.LikeRate is { } rate && to.LikeRate is > 0 and var base0 ? $"{rate / base0:0.00}" : "–";
}
