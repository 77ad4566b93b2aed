using System.Diagnostics;

namespace StoryBeats.Telemetry;

/// <summary>Traces: one activity a stage.</summary>
public static class StoryBeatsActivities
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "StoryBeats";

    /// <summary>The source.</summary>
    internal static ActivitySource Source { get; } = new(SourceName);
}
