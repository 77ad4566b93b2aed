using System.Collections.Concurrent;

namespace StoryBeats.Cli.Load;

/// <summary>What came back, from all visitors.</summary>
internal sealed class LoadTally
{
    private readonly ConcurrentDictionary<string, List<double>> _times = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _outcomes = new(StringComparer.Ordinal);

    /// <summary>Notes one call.</summary>
    /// <param name="action">What was done.</param>
    /// <param name="outcome">A status code, or what went wrong on the way.</param>
    /// <param name="duration">Until the whole answer was there.</param>
    public void Add(string action, string outcome, TimeSpan duration)
    {
        _outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
        var times = _times.GetOrAdd(action, _ => []);
        lock (times)
            times.Add(duration.TotalMilliseconds);
    }

    /// <summary>Answers by status code and faults by kind.</summary>
    public IReadOnlyDictionary<string, int> Outcomes() => new SortedDictionary<string, int>(_outcomes, StringComparer.Ordinal);

    /// <summary>How long each kind of call took, the most frequent first.</summary>
    public IReadOnlyList<LoadAction> Actions() => [.. _times.Select(pair => LoadAction.Of(pair.Key, Copy(pair.Value))).OrderByDescending(action => action.Count)];

    private static double[] Copy(List<double> times)
    {
        lock (times)
            return [.. times];
    }
}
