using System.Diagnostics;

namespace StoryBeats.Benchmarks;

/// <summary>Durations by name, in the order first seen.</summary>
internal sealed class Stopwatches
{
    private readonly Dictionary<string, List<double>> _milliseconds = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _milliseconds.Keys;

    public async Task<T> TimeAsync<T>(string name, Func<Task<T>> work)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await work();
        Add(name, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return result;
    }

    public T Time<T>(string name, Func<T> work)
    {
        var start = Stopwatch.GetTimestamp();
        var result = work();
        Add(name, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        return result;
    }

    public void Clear() => _milliseconds.Clear();

    public void Clear(string name) => _milliseconds.Remove(name);

    /// <summary>Adds a duration that somebody else measured.</summary>
    public void Add(string name, TimeSpan elapsed) => Add(name, elapsed.TotalMilliseconds);

    /// <summary>Takes over what another has measured.</summary>
    public void Add(Stopwatches other)
    {
        foreach (var (name, times) in other._milliseconds)
            times.ForEach(time => Add(name, time));
    }

    public double Percentile(string name, double share)
    {
        var sorted = _milliseconds[name].Order().ToList();
        return sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
    }

    /// <summary>The median, over rounds, of one duration over another of the same round.</summary>
    public double Ratio(string name, string of)
    {
        var ratios = _milliseconds[name].Zip(_milliseconds[of], (a, b) => a / b).Order().ToList();
        return ratios[ratios.Count / 2];
    }

    /// <summary>A percentile, over rounds, of what one took longer than another in the same round.</summary>
    public double Difference(string name, string than, double share)
    {
        var differences = _milliseconds[name].Zip(_milliseconds[than], (a, b) => a - b).Order().ToList();
        return differences[(int)Math.Ceiling(share * differences.Count) - 1];
    }

    private void Add(string name, double milliseconds)
    {
        if (!_milliseconds.TryGetValue(name, out var list))
            _milliseconds[name] = list = [];
        list.Add(milliseconds);
    }
}
