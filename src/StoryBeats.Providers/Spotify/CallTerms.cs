namespace StoryBeats.Providers.Spotify;

/// <summary>On which terms a call is made.</summary>
/// <param name="Live">Whether a visitor waits for it: such calls go first and may be hedged.</param>
/// <param name="Budget">What the request may spend on calls, or null for no bound of its own.</param>
internal sealed record CallTerms(bool Live, CallBudget? Budget = null)
{
    /// <summary>Nobody waits for it.</summary>
    public static CallTerms Background { get; } = new(Live: false);

    /// <summary>Where a request carries its terms.</summary>
    public static HttpRequestOptionsKey<CallTerms> Key { get; } = new("StoryBeats.Spotify.Terms");

    /// <summary>Whether the call was refused before, for its token or its limit, and is made once more.</summary>
    public bool IsAfterRefusal { get; init; }

    /// <summary>Takes one call to begin with.</summary>
    /// <returns>False when none is left.</returns>
    public bool TryBegin() => Budget is not { } budget || (IsAfterRefusal && budget.TryTakeAfterRefusal()) || budget.TryTake();

    /// <summary>Takes one call to repeat what failed.</summary>
    /// <returns>False when none is left.</returns>
    public bool TryRepeat() => Budget?.TryTake() ?? true;
}

/// <summary>How many calls one request may make, repeated and hedged ones included.</summary>
/// <param name="calls">Calls at most.</param>
/// <param name="afterRefusals">
/// Calls besides, to repeat what was refused with 401 or for its limit: when the token ends or the app changes worlds, all calls under way are
/// refused at once, and no artist is to lose its share by that.
/// </param>
internal sealed class CallBudget(int calls, int afterRefusals = 0)
{
    private int _left = calls;
    private int _leftAfterRefusals = afterRefusals;

    /// <summary>Calls left.</summary>
    public int Left => Math.Max(0, Volatile.Read(ref _left));

    /// <summary>Takes one.</summary>
    public bool TryTake() => Interlocked.Decrement(ref _left) >= 0;

    /// <summary>Takes one of those for what was refused.</summary>
    public bool TryTakeAfterRefusal() => Interlocked.Decrement(ref _leftAfterRefusals) >= 0;
}
