using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Caching;

/// <summary>Counts in memory: of this instance alone.</summary>
internal sealed class LocalCallCounts(TimeProvider clock, StoryBeatsMetrics metrics) : ICallCounts
{
    /// <summary>Most windows that are counted at once; one is some 150 bytes.</summary>
    internal const int Capacity = 200_000;

    // How often windows that have ended are forgotten.
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    // Whoever has more addresses than this, and everybody who comes after, count as one: memory has an end, and no limit opens.
    private const string Others = "others";

    private readonly Dictionary<(string Client, string Name), (DateTimeOffset Ends, int Calls)> _counts = [];
    private readonly Lock _lock = new();
    private DateTimeOffset _nextSweep;

    public ValueTask<TimeSpan> CountAsync(string client, IReadOnlyList<CallWindow> windows, CancellationToken cancellationToken)
    {
        var wait = Count(client, windows);
        metrics.Counted("alone", allowed: wait == TimeSpan.Zero);
        return ValueTask.FromResult(wait);
    }

    private TimeSpan Count(string client, IReadOnlyList<CallWindow> windows)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            Forget(now);
            foreach (var window in windows)
            {
                var key = (client, window.Name);
                if (_counts.Count >= Capacity && !_counts.ContainsKey(key))
                    key = (Others, window.Name);
                if (!_counts.TryGetValue(key, out var count) || count.Ends <= now)
                    count = (now + window.Length, 0);
                if (count.Calls >= window.Limit)
                    return count.Ends - now;
                _counts[key] = (count.Ends, count.Calls + 1);
            }

            return TimeSpan.Zero;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        if (now < _nextSweep)
            return;
        _nextSweep = now + Sweep;
        foreach (var (key, count) in _counts)
        {
            if (count.Ends <= now)
                _counts.Remove(key);
        }
    }
}
