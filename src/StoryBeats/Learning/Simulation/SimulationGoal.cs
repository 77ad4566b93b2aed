namespace StoryBeats.Learning.Simulation;

/// <summary>Something that learning was to reach.</summary>
/// <param name="Goal">What.</param>
/// <param name="Value">What it is.</param>
/// <param name="Reached">Whether that is enough.</param>
public sealed record SimulationGoal(string Goal, double Value, bool Reached)
{
    /// <summary>Least like rate, in like rates of the untrained.</summary>
    public const double OfUntrained = 1.5;

    /// <summary>Least like rate, in like rates of the original's rules.</summary>
    public const double OfOriginal = 1.2;

    /// <summary>Least effective number of artists in any mood.</summary>
    public const double EffectiveArtists = 10;

    internal static IReadOnlyList<SimulationGoal> Of(IReadOnlyList<PolicyResult> results)
    {
        var untrained = results.FirstOrDefault(result => result.Policy == SimulatedPolicy.Untrained.Name);
        // The original kept no profiles: its rules are tried both ways, and the better one is the one to beat.
        var original = results.Where(result => result.Policy.StartsWith(SimulatedPolicy.Original.Name, StringComparison.Ordinal)).MaxBy(result => result.LikeRate);
        var learned = results.FirstOrDefault(result => result.Policy.StartsWith(SimulatedPolicy.Learned.Name, StringComparison.Ordinal));
        if (learned?.LikeRate is not { } rate || untrained?.LikeRate is not > 0 || original?.LikeRate is not > 0)
            return [];

        var (ofUntrained, ofOriginal) = (Math.Round(rate / untrained.LikeRate.Value, 3), Math.Round(rate / original.LikeRate.Value, 3));
        return
        [
            new($"like rate at least {OfUntrained} times the untrained one", ofUntrained, ofUntrained >= OfUntrained),
            new($"like rate at least {OfOriginal} times that of the original's rules", ofOriginal, ofOriginal >= OfOriginal),
            new("regret grows sublinearly (power below 1)", learned.RegretGrowth, learned.RegretGrowth < 1),
            new($"at least {EffectiveArtists} effective artists in every mood", learned.LeastEffectiveArtists, learned.LeastEffectiveArtists >= EffectiveArtists),
        ];
    }
}
