using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using StoryBeats.Providers.Spotify.Accounts;
using StoryBeats.Server.Http;

namespace StoryBeats.Server.Spotify;

/// <summary>What ties a visitor who comes back from Spotify to the browser that went there, for ten minutes, in a cookie of its own.</summary>
internal sealed class SignInState(IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ProtectedCookie _cookie = new(protection.CreateProtector("StoryBeats.Spotify.SignIn.v1"), "storybeats_spotify_signin", Lifetime);

    /// <summary>Begins a sign-in.</summary>
    public (string State, string Verifier) Begin(HttpContext context, Uri redirect)
    {
        var (state, verifier) = (RandomId.New(), SpotifyAuthorization.NewVerifier());
        _cookie.Write(context, Encoding.UTF8.GetBytes(string.Join('\n', state, verifier, redirect.AbsoluteUri, Now)));
        return (state, verifier);
    }

    /// <summary>Ends a sign-in: it can be ended once.</summary>
    /// <returns>What it began with, or null when this browser began none, or another one.</returns>
    public (string Verifier, Uri Redirect)? End(HttpContext context, string state)
    {
        if (_cookie.Read(context) is not { } payload || Encoding.UTF8.GetString(payload).Split('\n') is not [var begun, var verifier, var redirect, var at])
            return null;

        _cookie.Clear(context);
        // A browser may keep a cookie for longer than it was asked to.
        return long.Parse(Now, CultureInfo.InvariantCulture) - long.Parse(at, CultureInfo.InvariantCulture) <= Lifetime.TotalSeconds
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(begun), Encoding.UTF8.GetBytes(state))
                ? (verifier, new Uri(redirect))
                : null;
    }

    private string Now => clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
