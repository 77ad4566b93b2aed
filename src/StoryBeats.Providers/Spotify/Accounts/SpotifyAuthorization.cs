using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace StoryBeats.Providers.Spotify.Accounts;

/// <summary>
/// Signs a visitor in at Spotify: authorization code with PKCE
/// (https://developer.spotify.com/documentation/web-api/tutorials/code-pkce-flow), and with our secret, since we have a server to keep it.
/// </summary>
public sealed class SpotifyAuthorization
{
    // To make playlists, and nothing else.
    private const string Scopes = "playlist-modify-private playlist-modify-public";

    private readonly AccountCalls _calls;
    private readonly SpotifyOptions _options;
    private readonly TimeProvider _clock;

    internal SpotifyAuthorization(AccountCalls calls, IOptions<SpotifyOptions> options, TimeProvider clock)
    {
        _calls = calls;
        _options = options.Value;
        _clock = clock;
    }

    /// <summary>Whether there is an app to sign in to.</summary>
    public bool IsConfigured => _options.IsConfigured;

    /// <summary>Where Spotify sends visitors back to by the settings, or null for this server's own page.</summary>
    public Uri? RedirectUri => _options.RedirectUri;

    /// <summary>A new secret that ties the code to whoever asked for it.</summary>
    public static string NewVerifier() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Where the visitor goes to say yes.</summary>
    /// <param name="state">Comes back with the visitor.</param>
    /// <param name="verifier">From <see cref="NewVerifier"/>; only its hash is sent.</param>
    /// <param name="redirect">Where the visitor comes back to, as registered with Spotify.</param>
    public Uri Address(string state, string verifier, Uri redirect)
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var query = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client_id"] = _options.ClientId!,
            ["response_type"] = "code",
            ["redirect_uri"] = redirect.AbsoluteUri,
            ["scope"] = Scopes,
            ["state"] = state,
            ["code_challenge_method"] = "S256",
            ["code_challenge"] = challenge,
        };
        return new Uri(_options.AccountsBaseAddress, "authorize?" + string.Join('&', query.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}")));
    }

    /// <summary>Exchanges the code that the visitor came back with.</summary>
    /// <exception cref="SpotifyAccountException">Spotify did not take it.</exception>
    public Task<SpotifyTokens> ExchangeAsync(string code, string verifier, Uri redirect, CancellationToken cancellationToken) => RequestAsync(
        new(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = redirect.AbsoluteUri,
            ["code_verifier"] = verifier,
        },
        kept: null,
        cancellationToken);

    /// <summary>New tokens for ones that end.</summary>
    /// <exception cref="SpotifyAccountException">Spotify gave none.</exception>
    public Task<SpotifyTokens> RenewAsync(SpotifyTokens tokens, CancellationToken cancellationToken) => RequestAsync(
        new(StringComparer.Ordinal) { ["grant_type"] = "refresh_token", ["refresh_token"] = tokens.Refresh },
        tokens.Refresh,
        cancellationToken);

    private async Task<SpotifyTokens> RequestAsync(Dictionary<string, string> form, string? kept, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_options.AccountsBaseAddress, "api/token")) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_options.ClientId}:{_options.ClientSecret}")));
        var asked = _clock.GetUtcNow();
        var answer = await _calls.SendAsync(AccountCalls.AccountsName, request, "token", AccountJson.Default.TokenAnswer, cancellationToken);
        // A refresh token that is not replaced stays in use.
        return answer is { AccessToken.Length: > 0, ExpiresIn: > 0 } && (answer.RefreshToken ?? kept) is { Length: > 0 } refresh
            ? new SpotifyTokens(answer.AccessToken, refresh, asked.AddSeconds(answer.ExpiresIn.Value))
            : throw new SpotifyAccountException(SpotifyAccountProblem.Unavailable, "Spotify's answer to the sign-in makes no sense. Try again in a moment.");
    }
}
