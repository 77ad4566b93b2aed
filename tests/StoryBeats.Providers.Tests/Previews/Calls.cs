using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Tests.Previews;

/// <summary>The calls that were counted, and the metrics that count them.</summary>
internal sealed class Calls : IMeterFactory
{
    private readonly List<Meter> _meters = [];
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _counted = new();

    public Calls()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, this) && instrument.Name == "storybeats.upstream.calls")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            var named = new Dictionary<string, object?>(tags.ToArray(), StringComparer.Ordinal);
            _counted.Enqueue($"{named["service"]} {named["endpoint"]} {named["outcome"]}");
        });
        _listener.Start();
        Metrics = new StoryBeatsMetrics(this);
    }

    public StoryBeatsMetrics Metrics { get; }

    /// <summary>Service, endpoint and outcome of each.</summary>
    public IReadOnlyList<string> Counted => [.. _counted];

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.ForEach(meter => meter.Dispose());
    }
}
