namespace StoryBeats.Learning.Simulation;

/// <summary>The time of a simulation.</summary>
public sealed class SimulatedClock : TimeProvider
{
    /// <summary>Now.</summary>
    public DateTimeOffset Now { get; set; } = SimulationOptions.Start;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;
}
