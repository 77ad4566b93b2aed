namespace StoryBeats.Providers.Spotify;

/// <summary>Spotify gave no answer that can be used.</summary>
internal sealed class SpotifyException(SpotifyFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What went wrong.</summary>
    public SpotifyFailure Failure { get; } = failure;

    /// <summary>When it may be asked again, where it said so.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}

/// <summary>What can go wrong with a call.</summary>
internal enum SpotifyFailure
{
    /// <summary>No connection, or the circuit is open.</summary>
    Unreachable,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>A status that says it is Spotify's fault.</summary>
    ServerError,

    /// <summary>Not what the API promises: cut off, or of the wrong types.</summary>
    Garbage,

    /// <summary>Too many calls: Spotify said so (429).</summary>
    Held,

    /// <summary>Too many calls: our own window is full, or visitors go first. Spotify has no part in it.</summary>
    WindowFull,

    /// <summary>The client id and secret are not accepted.</summary>
    Credentials,

    /// <summary>The token is not accepted.</summary>
    Unauthorized,

    /// <summary>More results were asked for than Development Mode gives.</summary>
    LimitRefused,

    /// <summary>Any other status.</summary>
    Rejected,

    /// <summary>The request that asked has no calls left.</summary>
    BudgetSpent,
}
