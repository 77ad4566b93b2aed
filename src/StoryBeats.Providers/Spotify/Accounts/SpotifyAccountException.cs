namespace StoryBeats.Providers.Spotify.Accounts;

/// <summary>What went wrong with a visitor's account.</summary>
public enum SpotifyAccountProblem
{
    /// <summary>The visitor took the permission back, or it has ended: they sign in again.</summary>
    SignInAgain,

    /// <summary>Spotify does not take the access token: it is renewed.</summary>
    TokenRefused,

    /// <summary>Spotify does not allow it to this app or this visitor.</summary>
    Forbidden,

    /// <summary>Spotify does not answer, or asks to wait.</summary>
    Unavailable,
}

/// <summary>Spotify did not do what a visitor asked.</summary>
public sealed class SpotifyAccountException(SpotifyAccountProblem problem, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What went wrong.</summary>
    public SpotifyAccountProblem Problem { get; } = problem;

    /// <summary>How long Spotify asks to wait, where it says.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
