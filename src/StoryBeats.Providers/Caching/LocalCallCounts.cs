using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Caching;

/// <summary>Counts in memory: of this instance alone.</summary>
internal sealed class LocalCallCounts(TimeProvider clock, StoryBeatsMetrics metrics) : ICallCounts
{
    // How often windows that have ended are forgotten.
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

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
