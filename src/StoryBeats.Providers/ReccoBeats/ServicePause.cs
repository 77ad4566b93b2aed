namespace StoryBeats.Providers.ReccoBeats;

/// <summary>The circuit: while a service fails or refuses it is left alone, longer each time.</summary>
internal sealed class ServicePause(TimeProvider time)
{
    /// <summary>The first pause, unless the service says how long; each doubles.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(60);

    /// <summary>The longest pause that we set ourselves.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private DateTimeOffset _until = DateTimeOffset.MinValue;
    private int _pauses;

    /// <summary>Whether it is to be left alone.</summary>
    public bool IsOn
    {
        get
        {
            lock (_lock)
                return time.GetUtcNow() < _until;
        }
    }

    /// <summary>It failed.</summary>
    /// <param name="asked">How long it wants to be left alone, where it says so.</param>
    /// <returns>The pause when it was well before, else null: there is nothing new to say.</returns>
    public TimeSpan? Begin(TimeSpan? asked)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var pause = asked ?? TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(_pauses, 10)));
            // Others that were under way when the first one failed say nothing new, unless they were told to wait longer.
            if (now + pause <= _until || (asked is null && now < _until))
                return null;

            _until = now + pause;
            return _pauses++ == 0 ? pause : null;
        }
    }

    /// <summary>It answered.</summary>
    /// <returns>Whether it had not before.</returns>
    public bool End()
    {
        lock (_lock)
        {
            var was = _pauses > 0;
            _pauses = 0;
            _until = DateTimeOffset.MinValue;
            return was;
        }
    }
}
