namespace StoryBeats.Learning.Simulation;

/// <summary>How a policy did.</summary>
public sealed record PolicyResult
{
    /// <summary>The policy.</summary>
    public required string Policy { get; init; }

    /// <summary>Mean probability that a song shown is liked, in the sessions compared, 0 to 1; null without any.</summary>
    public required double? LikeRate { get; init; }

    /// <summary>The same over all sessions.</summary>
    public required double LikeRateOverall { get; init; }

    /// <summary>Regret of a visitor over all sessions: how many likes a song the best five of the same candidates were ahead.</summary>
    public required double Regret { get; init; }

    /// <summary>The power of the session number that the sum of regret grows with: 1 is linear, less is sublinear.</summary>
    public required double RegretGrowth { get; init; }

    /// <summary>Artists shown in the second half, in the mood with fewest.</summary>
    public required int LeastArtists { get; init; }

    /// <summary>The same as an effective number: as varied as so many artists shown equally often.</summary>
    public required double LeastEffectiveArtists { get; init; }

    /// <summary>The effective number that the least served visitor saw in the second half, over all moods.</summary>
    public required double LeastEffectiveArtistsOfAVisitor { get; init; }

    internal static PolicyResult From(SimulatedLog log, SimulationOptions options, IReadOnlyList<int> compared)
    {
        var late = log.Outcomes.Where(outcome => outcome.Round >= options.Sessions / 2).ToList();
        var moods = late.GroupBy(outcome => outcome.Mood).Select(mood => mood.SelectMany(outcome => outcome.Artists).ToList()).ToList();
        return new PolicyResult
        {
            Policy = log.Policy,
            LikeRate = compared.Count == 0 ? null : Rounded(compared.Average(i => log.Outcomes[i].Pleasure)),
            LikeRateOverall = Rounded(log.Outcomes.Average(outcome => outcome.Pleasure)),
            Regret = Rounded(log.Outcomes.Sum(outcome => outcome.Regret) / options.Visitors),
            RegretGrowth = Rounded(Growth(log, options)),
            LeastArtists = moods.Min(artists => artists.Distinct(StringComparer.Ordinal).Count()),
            LeastEffectiveArtists = Rounded(moods.Min(Effective)),
            LeastEffectiveArtistsOfAVisitor = Rounded(
                late.GroupBy(outcome => outcome.Visitor).Min(visitor => Effective([.. visitor.SelectMany(outcome => outcome.Artists)]))),
        };
    }

    // The slope of the sum of regret over the session number, both as logarithms; the first sessions are left out as noise.
    private static double Growth(SimulatedLog log, SimulationOptions options)
    {
        var sum = 0.0;
        var points = new List<(double X, double Y)>();
        foreach (var round in log.Outcomes.GroupBy(outcome => outcome.Round).OrderBy(round => round.Key))
        {
            sum += round.Sum(outcome => outcome.Regret) / options.Visitors;
            points.Add((Math.Log(round.Key + 1), Math.Log(sum)));
        }

        points.RemoveRange(0, Math.Min(2, points.Count - 2));
        var (x, y) = (points.Average(point => point.X), points.Average(point => point.Y));
        return points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
    }

    // The exponential of Shannon's entropy.
    private static double Effective(List<string> artists) => Math.Exp(-artists
        .CountBy(artist => artist, StringComparer.Ordinal)
        .Select(artist => (double)artist.Value / artists.Count)
        .Sum(share => share * Math.Log(share)));

    private static double Rounded(double value) => Math.Round(value, 4);
}
