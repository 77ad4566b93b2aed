namespace StoryBeats.Providers.Spotify;

/// <summary>
/// At most so many calls in any window of time, exactly: the time of each is remembered. A token bucket that kept the same promise could
/// let only half of them go at once (its burst and its refill add up within a window); this lets all of them go when they are needed.
/// </summary>
internal sealed class RollingWindow(int limit, TimeSpan window)
{
    private readonly List<DateTimeOffset> _taken = [];
    private readonly Lock _lock = new();

    /// <summary>Takes a place, if fewer than <paramref name="most"/> are taken.</summary>
    /// <returns>Zero when it was taken, else how long until the next is free.</returns>
    public TimeSpan TryTake(DateTimeOffset now, int? most = null)
    {
        lock (_lock)
        {
            Forget(now);
            var bound = Math.Min(most ?? limit, limit);
            if (_taken.Count < bound)
            {
                _taken.Add(now);
                return TimeSpan.Zero;
            }

            return _taken[^bound] + window - now;
        }
    }

    /// <summary>Gives back the place taken last: it was not used.</summary>
    public void GiveBack()
    {
        lock (_lock)
        {
            if (_taken.Count > 0)
                _taken.RemoveAt(_taken.Count - 1);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        var over = _taken.FindIndex(at => now - at < window);
        _taken.RemoveRange(0, over < 0 ? _taken.Count : over);
    }
}
