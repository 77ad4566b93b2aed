namespace StoryBeats.Fakes;

/// <summary>A rolling window over the calls that were let in.</summary>
internal sealed class CallWindow
{
    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _calls = new();

    /// <summary>Lets a call in, or says how long until one would be.</summary>
    public TimeSpan? Enter(FakeLimit limit, DateTimeOffset now)
    {
        lock (_lock)
        {
            while (_calls.TryPeek(out var oldest) && now - oldest >= limit.Window)
                _calls.Dequeue();
            if (_calls.Count < limit.Calls)
            {
                _calls.Enqueue(now);
                return null;
            }

            return _calls.TryPeek(out var next) ? next + limit.Window - now : limit.Window;
        }
    }
}
