using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryBeats.Photos;
using StoryBeats.Sessions;
using StoryBeats.Telemetry;
using StoryBeats.Vision;

namespace StoryBeats.SecondLook;

/// <summary>
/// Photos that wait for a second look: in memory alone, and few. What does not fit, and what waits when the program ends, is dropped on
/// purpose: its songs stay as they were ranked, and no photo is kept for later.
/// </summary>
public sealed partial class SecondLooks
{
    // Of jobs whose places are counted by the dictionary: one that was cancelled leaves an empty job here until its turn.
    private readonly Channel<SecondLookJob> _waiting = Channel.CreateUnbounded<SecondLookJob>();
    private readonly ConcurrentDictionary<SessionId, SecondLookJob> _jobs = new();
    private readonly Dictionary<string, ISongJudge> _judges;
    private readonly PhotoGate _gate;
    private readonly StoryBeatsMetrics _metrics;
    private readonly ILogger<SecondLooks> _logger;
    private readonly bool _enabled;
    private readonly int _capacity;
    private volatile bool _open;

    /// <summary>Creates an empty queue.</summary>
    public SecondLooks(
        IOptions<SecondLookOptions> options, IEnumerable<ISongJudge> judges, PhotoGate gate, StoryBeatsMetrics metrics, ILogger<SecondLooks> logger)
    {
        (_gate, _metrics, _logger) = (gate, metrics, logger);
        _enabled = options.Value.Enabled;
        _capacity = options.Value.QueueCapacity + options.Value.AtOnce;
        _judges = judges.ToDictionary(judge => judge.Name, StringComparer.Ordinal);
        metrics.WatchQueue("second_looks", () => Count);
    }

    /// <summary>How many wait or are looked at.</summary>
    public int Count => _jobs.Count;

    /// <summary>Takes a photo in, if whoever read it may look again; never waits.</summary>
    /// <param name="session">The session that was answered.</param>
    /// <param name="photo">Its photo; what is kept of it is a small JPEG, until the job ends.</param>
    /// <param name="analysis">How it was read.</param>
    public void Offer(SessionId session, PreparedPhoto photo, VibeAnalysis analysis)
    {
        if (!_enabled || !_open || !_judges.TryGetValue(analysis.Source, out var judge))
            return;

        var job = new SecondLookJob(session, judge);
        if (!_jobs.TryAdd(session, job))
            return;
        if (_jobs.Count > _capacity)
        {
            LogFull(_capacity);
            End(job, "dropped_full");
            return;
        }

        // A photo that was read before is not decoded yet: that must not keep the answer waiting.
        _ = Task.Run(() => FillAsync(job, photo));
    }

    /// <summary>Drops the session's job and its photo, even while a model looks: the session is gone, or its mood was corrected.</summary>
    public void Cancel(SessionId session)
    {
        if (!_jobs.TryGetValue(session, out var job))
            return;
        job.Cancel();
        End(job, "unwanted");
    }

    /// <summary>The jobs as they come, until cancelled; then the queue is closed and empty.</summary>
    public async IAsyncEnumerable<SecondLookJob> TakeAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _open = true;
        try
        {
            await foreach (var job in _waiting.Reader.ReadAllAsync(cancellationToken))
            {
                if (!job.Unwanted.IsCancellationRequested)
                    yield return job;
            }
        }
        finally
        {
            _open = false;
            while (_waiting.Reader.TryRead(out var left))
                End(left, "dropped_at_stop");
        }
    }

    /// <summary>Forgets a job and its photo, and counts once how it ended.</summary>
    public void End(SecondLookJob job, string outcome)
    {
        if (!_jobs.TryRemove(KeyValuePair.Create(job.Session, job)))
            return;
        job.Jpeg = default;
        _metrics.LookedAgain(outcome);
    }

    private async Task FillAsync(SecondLookJob job, PreparedPhoto photo)
    {
        try
        {
            var decodes = !photo.Decoded.IsCompleted;
            using var place = decodes ? await _gate.EnterAsync(job.Unwanted) : null;
            if (decodes && place is null)
            {
                End(job, "dropped_busy");
                return;
            }

            job.Jpeg = photo.Decode().ToJpeg();
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (PhotoRejectedException)
        {
            End(job, "failed");
            return;
        }

        if (job.Unwanted.IsCancellationRequested)
            job.Jpeg = default;
        else if (!_open || !_waiting.Writer.TryWrite(job))
            End(job, "dropped_at_stop");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Most} photos wait for a second look or have it: one more is left as it was ranked")]
    private partial void LogFull(int most);
}
