using System.Diagnostics;

namespace StoryBeats.Telemetry;

/// <summary>Traces: one activity a stage, and one for each piece of work that nobody waits for.</summary>
public static class StoryBeatsActivities
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "StoryBeats";

    /// <summary>The source.</summary>
    internal static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Where the work of now belongs, for what it leaves to be done later.</summary>
    public static ActivityContext Here => Activity.Current?.Context ?? default;

    /// <summary>
    /// Begins work that nobody waits for: a trace of its own, linked to what it came from. Call it in an async method of that work, whose end
    /// gives the caller's trace and tally back.
    /// </summary>
    /// <param name="name">What is done, in words that are the same for everybody.</param>
    /// <param name="cause">What it came from.</param>
    /// <returns>The activity to dispose of, or null when nobody traces.</returns>
    public static Activity? BeginApart(string name, ActivityContext cause)
    {
        RequestTally.Leave();
        Activity.Current = null;
        return Source.StartActivity(ActivityKind.Internal, default, tags: null, cause == default ? null : [new ActivityLink(cause)], name: name);
    }
}
