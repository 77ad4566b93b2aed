using System.Globalization;

namespace StoryBeats.Benchmarks;

/// <summary>Durations by row, in the order first seen.</summary>
internal sealed class ModelTimes
{
    private readonly Dictionary<string, List<double>> _milliseconds = new(StringComparer.Ordinal);

    public void Add(string name, TimeSpan time)
    {
        if (!_milliseconds.TryGetValue(name, out var times))
            _milliseconds[name] = times = [];
        times.Add(time.TotalMilliseconds);
    }

    public void Clear() => _milliseconds.Clear();

    /// <summary>Prints all rows.</summary>
    public void Print()
    {
        Console.WriteLine("| | P50 ms | P95 ms | runs |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var (name, times) in _milliseconds)
        {
            var sorted = times.Order().ToList();
            double At(double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {At(.5):0.0} | {At(.95):0.0} | {sorted.Count} |"));
        }
    }
}
