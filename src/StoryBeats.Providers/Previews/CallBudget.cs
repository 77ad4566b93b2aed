namespace StoryBeats.Providers.Previews;

/// <summary>So many calls within any stretch of time, and not one more.</summary>
internal sealed class CallBudget(int calls, TimeSpan stretch, TimeProvider time)
{
    private readonly Queue<DateTimeOffset> _made = new(calls);
    private readonly Lock _lock = new();

    /// <summary>Calls that may be made now.</summary>
    public int Left
    {
        get
        {
            lock (_lock)
            {
                Forget();
                return calls - _made.Count;
            }
        }
    }

    /// <summary>Takes a call when there is one left.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            Forget();
            if (_made.Count >= calls)
                return false;

            _made.Enqueue(time.GetUtcNow());
            return true;
        }
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        while (_made.TryPeek(out var oldest) && now - oldest >= stretch)
            _made.Dequeue();
    }
}
