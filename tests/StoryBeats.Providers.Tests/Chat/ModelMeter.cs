using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Tests.Chat;

/// <summary>What was measured of models, and the metrics that measure it.</summary>
internal sealed class ModelMeter : IMeterFactory
{
    private readonly List<Meter> _meters = [];
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> _measured = new();

    public ModelMeter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, this))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
        Metrics = new StoryBeatsMetrics(this);
    }

    public StoryBeatsMetrics Metrics { get; }

    /// <summary>The tags' values of each measurement of an instrument, in order.</summary>
    public IReadOnlyList<string> Tags(string instrument) => [.. _measured.Where(one => one.Name == instrument).Select(one => one.Tags)];

    /// <summary>The values measured.</summary>
    public IReadOnlyList<double> Values(string instrument) => [.. _measured.Where(one => one.Name == instrument).Select(one => one.Value)];

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

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var values = new List<string>();
        foreach (var tag in tags)
            values.Add(Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "");
        _measured.Enqueue((instrument.Name, value, string.Join(' ', values)));
    }
}
