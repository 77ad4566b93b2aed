using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using StoryBeats.Sessions;
using StoryBeats.Telemetry;

namespace StoryBeats.SecondLook;

/// <summary>One session's photo on its way to a second look; the photo lives as long as this, or until nobody wants it any more.</summary>
[SuppressMessage("Design", "CA1001", Justification = "It has no timer, and may be cancelled at any time")]
public sealed class SecondLookJob
{
    private readonly CancellationTokenSource _cancellation = new();

    internal SecondLookJob(SessionId session, ISongJudge judge) => (Session, Judge, Cause) = (session, judge, StoryBeatsActivities.Here);

    /// <summary>The session.</summary>
    public SessionId Session { get; }

    internal ISongJudge Judge { get; }

    internal ActivityContext Cause { get; }

    /// <summary>The photo; empty once it is let go of.</summary>
    internal ReadOnlyMemory<byte> Jpeg { get; set; }

    /// <summary>Cancelled once nobody wants it any more.</summary>
    internal CancellationToken Unwanted => _cancellation.Token;

    internal void Cancel() => _cancellation.Cancel();
}
