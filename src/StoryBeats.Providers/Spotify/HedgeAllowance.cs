namespace StoryBeats.Providers.Spotify;

/// <summary>When a second request is sent after the first, and whether it may be: after the P95 of recent calls, one in twenty at most.</summary>
internal sealed class HedgeAllowance
{
    /// <summary>One second request for so many first ones.</summary>
    public const int CallsPerHedge = 20;

    // A start value until enough was seen, and bounds against nonsense.
    private static readonly TimeSpan StartValue = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(50);
    private const int Enough = 20;
    private const int Remembered = 200;

    private readonly TimeSpan[] _recent = new TimeSpan[Remembered];
    private readonly Lock _lock = new();
    private int _seen;
    private long _calls;
    private long _hedges;
    private TimeSpan _p95 = StartValue;

    /// <summary>How long to wait for the first answer.</summary>
    public TimeSpan Delay
    {
        get
        {
            lock (_lock)
                return _p95;
        }
    }

    /// <summary>Counts a first request.</summary>
    public void Called()
    {
        lock (_lock)
            _calls++;
    }

    /// <summary>Learns how long a call took, or took at least.</summary>
    public void Observe(TimeSpan latency)
    {
        lock (_lock)
        {
            _recent[_seen % Remembered] = latency;
            _seen++;
            if (_seen < Enough)
                return;

            var sorted = _recent[..Math.Min(_seen, Remembered)];
            Array.Sort(sorted);
            var p95 = sorted[(int)(.95 * (sorted.Length - 1))];
            _p95 = p95 > Least ? p95 : Least;
        }
    }

    /// <summary>Takes a second request.</summary>
    /// <returns>False when there were too many already.</returns>
    public bool TryHedge()
    {
        lock (_lock)
        {
            if ((_hedges + 1) * CallsPerHedge > _calls)
                return false;
            _hedges++;
            return true;
        }
    }
}
