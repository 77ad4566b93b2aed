namespace StoryBeats.Providers.Caching;

/// <summary>
/// Leaves Redis alone for a while after it failed, and knows whether that is news. When the while is over one call is let through, and the others when
/// that one was answered.
/// </summary>
internal sealed class RedisPause(TimeSpan length, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private long _begun;
    private bool _isAway;

    /// <summary>Whether whoever asks is to leave it alone.</summary>
    public bool Holds()
    {
        lock (_lock)
        {
            if (!_isAway)
                return false;
            if (clock.GetElapsedTime(_begun) < length)
                return true;

            // Whoever this is asks for all.
            _begun = clock.GetTimestamp();
            return false;
        }
    }

    /// <summary>It has failed.</summary>
    /// <returns>Whether it had answered before.</returns>
    public bool Begin()
    {
        lock (_lock)
        {
            _begun = clock.GetTimestamp();
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
