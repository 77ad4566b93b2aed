namespace StoryBeats.Providers.Caching;

/// <summary>Leaves Redis alone for a while after it failed, and knows whether that is news.</summary>
internal sealed class RedisPause(TimeSpan length, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _until = DateTimeOffset.MinValue;
    private bool _isAway;

    /// <summary>Whether it is not to be asked now.</summary>
    public bool IsOn
    {
        get
        {
            lock (_lock)
                return clock.GetUtcNow() < _until;
        }
    }

    /// <summary>It has failed.</summary>
    /// <returns>Whether it had answered before.</returns>
    public bool Begin()
    {
        lock (_lock)
        {
            _until = clock.GetUtcNow() + length;
            var wasAway = _isAway;
            _isAway = true;
            return !wasAway;
        }
    }

    /// <summary>It has answered.</summary>
    /// <returns>Whether it had failed before.</returns>
    public bool End()
    {
        lock (_lock)
        {
            var wasAway = _isAway;
            _isAway = false;
            return wasAway;
        }
    }
}
