namespace StoryBeats.Providers.Chat;

/// <summary>
/// Leaves a service alone that fails: after three failures in a row for a growing while, at once when it says how long or when a setting is
/// wrong. Then one call tries for all.
/// </summary>
internal sealed class ChatBreaker(TimeProvider time)
{
    /// <summary>Failures in a row that are borne.</summary>
    public const int Borne = 3;

    /// <summary>The first pause after failures; each doubles.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>The pause after a refused key or an unknown model: they stay wrong until somebody mends them.</summary>
    public static readonly TimeSpan SettingPause = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private int _failures;
    private int _pauses;
    private bool _trying;
    private string _why = "";
    private DateTimeOffset _until = DateTimeOffset.MinValue;

    /// <summary>Begins a call; <see cref="Succeeded"/>, <see cref="Failed"/> or <see cref="Left"/> ends it.</summary>
    /// <returns>Null, or why there is none: the end of a sentence that begins with the service's name.</returns>
    public string? Enter()
    {
        lock (_lock)
        {
            if (Closed() is { } closed)
                return closed;

            // Only after a pause is there one that tries for all.
            _trying = _pauses > 0;
            return null;
        }
    }

    /// <summary>Begins a call that keeps nobody else from trying: it need not be ended.</summary>
    /// <returns>As <see cref="Enter"/>.</returns>
    public string? Look()
    {
        lock (_lock)
            return Closed();
    }

    /// <summary>The call did well.</summary>
    /// <returns>Whether it was left alone before.</returns>
    public bool Succeeded()
    {
        lock (_lock)
        {
            var was = _pauses > 0;
            _failures = 0;
            _pauses = 0;
            _trying = false;
            return was;
        }
    }

    /// <summary>The call failed.</summary>
    /// <param name="why">Why: the end of a sentence.</param>
    /// <param name="asked">How long it is to be left alone, where somebody says so.</param>
    /// <returns>The pause when one begins and it was well before, else null: there is nothing new to say.</returns>
    public TimeSpan? Failed(string why, TimeSpan? asked)
    {
        lock (_lock)
        {
            _trying = false;
            if (asked is null && ++_failures < Borne && _pauses == 0)
                return null;

            var now = time.GetUtcNow();
            // Others that were under way when the first one failed say nothing new.
            if (_pauses > 0 && now < _until)
                return null;

            var own = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(_pauses, 10)));
            var pause = asked is { } wish ? TimeSpan.FromTicks(Math.Min(wish.Ticks, LongestPause.Ticks)) : own;
            _why = why;
            _until = now + pause;
            return _pauses++ == 0 ? pause : null;
        }
    }

    /// <summary>The call ended neither well nor ill: another may try.</summary>
    public void Left()
    {
        lock (_lock)
            _trying = false;
    }

    private string? Closed()
    {
        if (_pauses == 0)
            return null;

        var left = _until - time.GetUtcNow();
        if (left > TimeSpan.Zero)
            return $"is left alone for {Math.Ceiling(left.TotalSeconds):0} s more: it {_why}";
        return _trying ? $"is being tried again: it {_why}" : null;
    }
}
