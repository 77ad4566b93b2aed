using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using StoryBeats.Telemetry;

namespace StoryBeats.Tests.Support;

/// <summary>Metrics of one test, and what was measured on them.</summary>
internal sealed class Metering : IMeterFactory
{
    private readonly List<Meter> _meters = [];
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measurement> _measured = [];

    public Metering()
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

    /// <summary>The sum measured on an instrument where a tag has a value.</summary>
    public double Sum(string instrument, string tag, string value) => Matching(instrument, tag, value).Sum(measurement => measurement.Value);

    /// <summary>How often it was measured.</summary>
    public int Count(string instrument, string tag, string value) => Matching(instrument, tag, value).Count();

    /// <summary>The tags' values of each measurement of an instrument, in order, joined by spaces.</summary>
    public IReadOnlyList<string> Tags(string instrument) =>
        [.. Of(instrument).Select(measurement => string.Join(' ', measurement.Tags.Values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))))];

    /// <summary>The values measured on an instrument, in order.</summary>
    public IReadOnlyList<double> Values(string instrument) => [.. Of(instrument).Select(measurement => measurement.Value)];

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

    private IEnumerable<Measurement> Matching(string instrument, string tag, string value) =>
        Of(instrument).Where(measurement => value.Equals(measurement.Tags.GetValueOrDefault(tag)));

    private IEnumerable<Measurement> Of(string instrument) => _measured.Where(measurement => measurement.Instrument == instrument);

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Enqueue(new Measurement(instrument.Name, value, new(tags.ToArray(), StringComparer.Ordinal)));

    private sealed record Measurement(string Instrument, double Value, Dictionary<string, object?> Tags);
}
