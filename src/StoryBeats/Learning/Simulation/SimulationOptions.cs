namespace StoryBeats.Learning.Simulation;

/// <summary>What to simulate.</summary>
public sealed record SimulationOptions
{
    /// <summary>Visitors.</summary>
    public int Visitors { get; init; } = 80;

    /// <summary>Photos of each.</summary>
    public int Sessions { get; init; } = 40;

    /// <summary>Seeds everything left to chance.</summary>
    public int Seed { get; init; } = 11;

    /// <summary>How strongly tastes differ.</summary>
    public TasteStrength Strength { get; init; } = TasteStrength.Medium;

    /// <summary>Feedbacks after which a visitor is counted.</summary>
    public int TrainedAfter { get; init; } = 20;

    /// <summary>Days between two photos of a visitor.</summary>
    public double DaysApart { get; init; } = 3;

    /// <summary>The day of the first photo; releases are as old as on that day all the time.</summary>
    public static DateTimeOffset Start { get; } = new(2025, 11, 24, 12, 0, 0, TimeSpan.Zero);
}
