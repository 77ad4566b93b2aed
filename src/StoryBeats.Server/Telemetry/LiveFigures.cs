using System.Diagnostics.Metrics;
using StoryBeats.Telemetry;

namespace StoryBeats.Server.Telemetry;

/// <summary>
/// The figures of this instance's last hour, from the same instruments that Prometheus reads: sixty slices of a minute, of which the oldest
/// makes room. Some 400 KB at most, and one short lock a measurement.
/// </summary>
internal sealed class LiveFigures : IHostedService, IDisposable
{
    /// <summary>How many minutes are remembered.</summary>
    public const int Minutes = 60;

    private readonly Lock _lock = new();
    private readonly FigureSlice[] _slices = [.. Enumerable.Range(0, Minutes).Select(_ => new FigureSlice())];
    private readonly SortedDictionary<string, int> _depths = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly TimeProvider _time;
    private readonly long _start;

    public LiveFigures(StoryBeatsMetrics metrics, TimeProvider time)
    {
        (_time, _start) = (time, time.GetTimestamp());
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Other servers of this process have meters of the same name.
            if (ReferenceEquals(instrument.Meter, metrics.Meter) && TakerOf(instrument.Name) is { } taker)
                listener.EnableMeasurementEvents(instrument, taker);
        };
        _listener.SetMeasurementEventCallback<double>((_, value, tags, taker) => Take(value, tags, taker));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, taker) => Take(value, tags, taker));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, taker) => Take(value, tags, taker));
    }

    private delegate void Taker(FigureSlice slice, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags);

    /// <summary>How long it has listened, up to the whole window.</summary>
    public TimeSpan Watched => TimeSpan.FromTicks(Math.Min(_time.GetElapsedTime(_start).Ticks, TimeSpan.FromMinutes(Minutes).Ticks));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();

    /// <summary>All of the window, added up.</summary>
    public FigureSlice Sum()
    {
        var sum = new FigureSlice();
        lock (_lock)
        {
            var oldest = Now() - Minutes + 1;
            foreach (var slice in _slices.Where(slice => slice.Minute >= Math.Max(0, oldest)))
                sum.Add(slice);
        }

        return sum;
    }

    /// <summary>A quantile of each of the last minutes, the oldest first; null for a minute without values.</summary>
    public IReadOnlyList<double?> Recent(int minutes, Func<FigureSlice, QuantileSketch> which, double share)
    {
        lock (_lock)
        {
            var now = Now();
            return [.. Enumerable.Range(0, minutes).Select(i => now - minutes + 1 + i)
                .Select(minute => minute >= 0 && _slices[minute % Minutes] is { } slice && slice.Minute == minute ? which(slice).Quantile(share) : null)];
        }
    }

    /// <summary>What is in the queues now.</summary>
    public IReadOnlyDictionary<string, int> Depths()
    {
        _listener.RecordObservableInstruments();
        lock (_lock)
            return new Dictionary<string, int>(_depths, StringComparer.Ordinal);
    }

    private void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? taker)
    {
        lock (_lock)
        {
            var minute = Now();
            var slice = _slices[minute % Minutes];
            if (slice.Minute != minute)
                slice.Clear(minute);
            ((Taker)taker!)(slice, value, tags);
        }
    }

    private long Now() => (long)_time.GetElapsedTime(_start).TotalMinutes;

    private Taker? TakerOf(string instrument) => instrument switch
    {
        "storybeats.requests.duration" => TakeRequest,
        "storybeats.stage.duration" => static (slice, value, tags) =>
        {
            if (Tag(tags, "stage") is "artists")
                slice.Artists.Add(value);
        }
        ,
        "storybeats.photos.spotify_calls" => static (slice, value, _) => slice.Calls.Add(value),
        "storybeats.cache.lookups" => static (slice, value, tags) => slice.LookedUp(Tag(tags, "cache"), Tag(tags, "result") is "hit", (long)value),
        "storybeats.model.tokens" => static (slice, value, _) => slice.Tokens = (slice.Tokens ?? 0) + (long)value,
        "storybeats.model.cost" => static (slice, value, _) => slice.Cost = (slice.Cost ?? 0) + value,
        "storybeats.queue.depth" => (_, value, tags) => _depths[Tag(tags, "queue")] = (int)value,
        _ => null,
    };

    private static void TakeRequest(FigureSlice slice, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        slice.Requests++;
        if (Tag(tags, "outcome") is "failed")
            slice.Failed++;
        if (Tag(tags, "asked") is not "photo" || Tag(tags, "outcome") is not "answered")
            return;
        if (Tag(tags, "reading") is "first")
            slice.First.Add(value);
        else if (Tag(tags, "reading") is "cached")
            slice.Cached.Add(value);
    }

    private static string Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
                return (string?)tag.Value ?? "";
        }

        return "";
    }
}
