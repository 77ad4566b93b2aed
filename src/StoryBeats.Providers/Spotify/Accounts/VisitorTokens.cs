namespace StoryBeats.Providers.Spotify.Accounts;

/// <summary>A visitor's tokens while something is done with them: an access token that Spotify refuses is renewed once.</summary>
/// <param name="tokens">Those at the start.</param>
/// <param name="renew">New ones for those that were refused, kept for the next time; calls at once get the same.</param>
public sealed class VisitorTokens(SpotifyTokens tokens, Func<SpotifyTokens, CancellationToken, Task<SpotifyTokens>> renew)
{
    private volatile SpotifyTokens _now = tokens;

    /// <summary>Does it with the tokens, and again with new ones when Spotify refused the first and so did nothing.</summary>
    /// <exception cref="SpotifyAccountException">Spotify did not do it, or gives no new tokens.</exception>
    internal async Task<T> DoAsync<T>(Func<SpotifyTokens, Task<T>> call, CancellationToken cancellationToken)
    {
        var used = _now;
        try
        {
            return await call(used);
        }
        catch (SpotifyAccountException fault) when (fault.Problem is SpotifyAccountProblem.TokenRefused)
        {
            _now = await renew(used, cancellationToken);
        }

        try
        {
            return await call(_now);
        }
        catch (SpotifyAccountException fault) when (fault.Problem is SpotifyAccountProblem.TokenRefused)
        {
            // The visitor's permission stands, or there were no new tokens: the account is not forgotten.
            throw new SpotifyAccountException(SpotifyAccountProblem.Unavailable, "Spotify does not take even a new token just now. Try again in a moment.", fault);
        }
    }
}
