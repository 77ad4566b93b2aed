using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryBeats.Catalog;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.ReccoBeats;

/// <summary>
/// Asks for tracks in batches, each once, whoever wants it, and keeps the answers for good. What was asked for goes on when the one
/// who asked stops waiting.
/// </summary>
internal sealed partial class ReccoBeatsInquiries(
    ReccoBeatsClient client, KeptFindings kept, IOptions<ReccoBeatsOptions> options, TimeProvider time, StoryBeatsMetrics metrics,
    ILogger<ReccoBeatsInquiries> logger) : IAsyncDisposable, IDisposable
{
    /// <summary>After this long it may have learned of a track that it did not know.</summary>
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromDays(30);

    private readonly Dictionary<string, Task<IReadOnlyDictionary<string, MeasuredFeatures>>> _open = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Asks for those of the tracks of which too little is known.</summary>
    /// <returns>The answers; what is missing was not answered.</returns>
    public async Task<IReadOnlyDictionary<string, MeasuredFeatures>> AskAsync(
        IReadOnlyDictionary<string, Finding> findings, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<string, MeasuredFeatures>(StringComparer.Ordinal);
        if (!options.Value.Enabled)
            return answers;

        var wanted = findings.Where(finding => IsWanted(finding.Value)).Select(finding => finding.Key).ToList();
        foreach (var batch in Begin(wanted))
        {
            foreach (var (id, measured) in await batch.WaitAsync(cancellationToken))
            {
                if (findings.ContainsKey(id))
                    answers[id] = measured;
            }
        }

        return answers;
    }

    /// <summary>Tracks that are being asked for.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _open.Count;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] open;
        lock (_lock)
            open = [.. _open.Values.Distinct()];
        await Task.WhenAll(open);
        _stop.Dispose();
    }

    private bool IsWanted(Finding finding) =>
        !finding.IsHalf
        && (finding.Measured is null || (finding.Measured.Features is null && time.GetUtcNow() - finding.Measured.At >= AskAgainAfter));

    // The batches that answer for these tracks, those of others that are under way included.
    private HashSet<Task<IReadOnlyDictionary<string, MeasuredFeatures>>> Begin(List<string> ids)
    {
        var batches = new HashSet<Task<IReadOnlyDictionary<string, MeasuredFeatures>>>();
        lock (_lock)
        {
            if (_stop.IsCancellationRequested)
                return batches;

            var cause = StoryBeatsActivities.Here;
            var fresh = new List<string>();
            foreach (var id in ids)
            {
                if (_open.TryGetValue(id, out var open))
                    batches.Add(open);
                else
                    fresh.Add(id);
            }

            foreach (var chunk in fresh.Chunk(ReccoBeatsClient.BatchSize))
            {
                // It ends by taking itself out, for which it waits for this lock.
                var batch = Task.Run(() => AskAsync(chunk, cause), CancellationToken.None);
                batches.Add(batch);
                foreach (var id in chunk)
                    _open[id] = batch;
            }
        }

        return batches;
    }

    private async Task<IReadOnlyDictionary<string, MeasuredFeatures>> AskAsync(string[] ids, ActivityContext cause)
    {
        using var apart = StoryBeatsActivities.BeginApart("reccobeats", cause);
        var answers = new Dictionary<string, MeasuredFeatures>(StringComparer.Ordinal);
        try
        {
            var findings = await client.AskAsync(ids, _stop.Token);
            var now = time.GetUtcNow();
            var whole = new List<MeasuredFeatures>();
            foreach (var (id, finding) in findings)
            {
                var measured = new MeasuredFeatures(new TrackId(id), ReccoBeatsClient.Name, finding.Features, finding.Popularity, now);
                answers[id] = measured;
                if (finding.IsWhole)
                    whole.Add(measured);
                else
                    kept.RememberHalf(id, measured);
            }

            // Where it answered at all, what is missing made no sense.
            if (findings.Count > 0)
            {
                foreach (var id in ids.Where(id => !findings.ContainsKey(id)))
                    kept.RememberHalf(id, null);
            }

            if (whole.Count > 0)
                await kept.KeepAsync(whole, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The program ends.
        }
        catch (Exception fault)
        {
            metrics.Called(ReccoBeatsClient.Name, "store", "failed");
            LogNotKept(fault);
        }
        finally
        {
            lock (_lock)
            {
                foreach (var id in ids)
                    _open.Remove(id);
            }
        }

        return answers;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Measured features could not be kept; they are asked for again after a restart")]
    private partial void LogNotKept(Exception fault);
}
