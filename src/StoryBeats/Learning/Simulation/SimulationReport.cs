namespace StoryBeats.Learning.Simulation;

/// <summary>How policies compare.</summary>
/// <param name="Strength">How strongly tastes differ.</param>
/// <param name="Visitors">Visitors.</param>
/// <param name="Sessions">Photos of each.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Compared">Sessions compared: those of visitors who had given enough feedback under every policy.</param>
/// <param name="Policies">The policies.</param>
/// <param name="Goals">What was to be reached, and whether it was; empty where the policies to compare are missing.</param>
public sealed record SimulationReport(
    string Strength, int Visitors, int Sessions, int Seed, int Compared, IReadOnlyList<PolicyResult> Policies, IReadOnlyList<SimulationGoal> Goals)
{
    /// <summary>The result of a policy.</summary>
    public PolicyResult this[string name] => Policies.First(policy => policy.Policy == name);

    internal static SimulationReport From(SimulationOptions options, IReadOnlyList<SimulatedLog> logs)
    {
        var compared = Enumerable.Range(0, logs[0].Outcomes.Count)
            .Where(i => logs.All(log => log.Outcomes[i].SaidBefore >= options.TrainedAfter))
            .ToList();
        PolicyResult[] results = [.. logs.Select(log => PolicyResult.From(log, options, compared))];
        return new SimulationReport(options.Strength.Name, options.Visitors, options.Sessions, options.Seed, compared.Count, results, SimulationGoal.Of(results));
    }
}
