using Microsoft.Extensions.Logging;
using StoryBeats.Catalog;
using StoryBeats.Sessions;
using StoryBeats.Telemetry;
using StoryBeats.Vision;

namespace StoryBeats.Feedback;

/// <summary>Takes what visitors say: about songs that they were shown, weighed by us.</summary>
public sealed partial class FeedbackRecorder(IFeedbackStore store, StoryBeatsMetrics metrics, TimeProvider clock, ILogger<FeedbackRecorder> logger)
{
    /// <summary>Keeps a signal; once this returns <see cref="FeedbackOutcome.Kept"/> it survives the process.</summary>
    public async ValueTask<FeedbackOutcome> RecordAsync(FeedbackRequest request, CancellationToken cancellationToken)
    {
        if (await store.FindShownAsync(request.Session, request.Song, cancellationToken) is not { } shown)
            return new FeedbackOutcome.UnknownSession();
        if (request.Song is not null && shown.Song is null)
            return new FeedbackOutcome.SongNotShown();

        var entry = new FeedbackEntry
        {
            Session = request.Session,
            Visitor = shown.Visit.Visitor,
            CountsForOthers = shown.Visit.CountsForOthers,
            Signal = request.Signal,
            Weight = request.Weight,
            Reason = request.Reason,
            CorrectedMood = request.CorrectedMood,
            Mood = shown.Mood,
            Target = shown.Target,
            Song = shown.Song,
            At = clock.GetUtcNow(),
        };
        if (!await store.SaveAsync(entry, cancellationToken))
            return new FeedbackOutcome.UnknownSession();

        metrics.Feedback(entry);
        LogKept(entry.Signal, entry.Mood);
        return new FeedbackOutcome.Kept(entry.Id);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Kept {Signal} about a {Mood} photo")]
    private partial void LogKept(FeedbackSignal signal, MoodCategory mood);
}

/// <summary>What a visitor says.</summary>
public sealed record FeedbackRequest
{
    private FeedbackRequest()
    {
    }

    /// <summary>The session.</summary>
    public SessionId Session { get; private init; }

    /// <summary>The song, or null for signals about the session.</summary>
    public TrackId? Song { get; private init; }

    /// <summary>The signal.</summary>
    public FeedbackSignal Signal { get; private init; }

    /// <summary>Its weight.</summary>
    public double Weight { get; private init; }

    /// <summary>Why it was disliked, or null.</summary>
    public FeedbackReason? Reason { get; private init; }

    /// <summary>The mood felt, for a correction.</summary>
    public MoodCategory? CorrectedMood { get; private init; }

    /// <summary>A like, or a dislike with an optional reason.</summary>
    public static FeedbackRequest Verdict(SessionId session, TrackId song, bool liked, FeedbackReason? reason = null) => new()
    {
        Session = session,
        Song = song,
        Signal = FeedbackSignal.Verdict,
        Weight = liked ? 1 : -1,
        Reason = reason,
    };

    /// <summary>Something done; a weight above the signal's own is cut to it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="song">The song, or null for <see cref="FeedbackSignal.LoadMore"/>.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="weight">The weight that the client wishes, at least 0, or null for the signal's own.</param>
    public static FeedbackRequest Done(SessionId session, TrackId? song, FeedbackSignal signal, double? weight = null) => new()
    {
        Session = session,
        Song = song,
        Signal = signal,
        Weight = Math.Clamp(weight ?? double.MaxValue, 0, SignalWeights.Of(signal)),
    };

    /// <summary>"This felt energetic".</summary>
    public static FeedbackRequest Correction(SessionId session, MoodCategory felt) => new()
    {
        Session = session,
        Signal = FeedbackSignal.MoodCorrection,
        CorrectedMood = felt,
    };
}

/// <summary>What became of a signal.</summary>
public abstract record FeedbackOutcome
{
    private FeedbackOutcome()
    {
    }

    /// <summary>It is kept.</summary>
    /// <param name="Id">Its id; the same when it is sent again.</param>
    public sealed record Kept(FeedbackId Id) : FeedbackOutcome;

    /// <summary>The session is unknown or has expired.</summary>
    public sealed record UnknownSession : FeedbackOutcome;

    /// <summary>The session has not shown this song.</summary>
    public sealed record SongNotShown : FeedbackOutcome;
}
