using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using StoryBeats.Providers.Spotify.Accounts;
using StoryBeats.Server.Http;
using StoryBeats.Visitors;

namespace StoryBeats.Server.Spotify;

/// <summary>A visitor's Spotify account: the cookie holds a random name, the database the tokens, encrypted.</summary>
internal sealed class SpotifyConnection(
    IDataProtectionProvider protection, ILinkedAccountStore accounts, SpotifyAuthorization authorization, TimeProvider clock) : IDisposable
{
    /// <summary>The cookie's name.</summary>
    public const string CookieName = "storybeats_spotify";

    // Tokens that end sooner are renewed first.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly ProtectedCookie _cookie = new(protection.CreateProtector("StoryBeats.Spotify.Account.v1"), CookieName, LinkedAccount.Lifetime);
    private readonly IDataProtector _protector = protection.CreateProtector("StoryBeats.Spotify.Tokens.v1");
    private readonly SemaphoreSlim _renewing = new(1);

    /// <summary>Keeps the tokens of a visitor who has just signed in, in place of any before.</summary>
    public async Task KeepAsync(HttpContext context, SpotifyTokens tokens, CancellationToken cancellationToken)
    {
        var id = Id(context) ?? RandomId.New();
        await SaveAsync(id, tokens, cancellationToken);
        _cookie.Write(context, Encoding.ASCII.GetBytes(id));
    }

    /// <summary>Whether the visitor is connected, as far as we know: they may have taken it back at Spotify.</summary>
    public async Task<bool> IsConnectedAsync(HttpContext context, CancellationToken cancellationToken) =>
        Id(context) is { } id && await FindAsync(id, cancellationToken) is not null;

    /// <summary>The visitor's tokens, as far as we know valid now, or null when the visitor is not connected.</summary>
    /// <exception cref="SpotifyAccountException">They had ended and could not be renewed.</exception>
    public async Task<VisitorTokens?> TokensAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (Id(context) is not { } id || await FindAsync(id, cancellationToken) is not { } tokens)
            return null;
        var valid = IsValid(tokens) ? tokens : await RenewAsync(id, tokens, cancellationToken);
        return new VisitorTokens(valid, (refused, token) => RenewAsync(id, refused, token));
    }

    /// <summary>Forgets the visitor's account.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> ForgetAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (Id(context) is not { } id)
            return false;

        var forgotten = await accounts.ForgetAsync(id, cancellationToken);
        _cookie.Clear(context);
        return forgotten;
    }

    /// <inheritdoc/>
    public void Dispose() => _renewing.Dispose();

    // One at a time: a refresh token may be good for one use only.
    private async Task<SpotifyTokens> RenewAsync(string id, SpotifyTokens ended, CancellationToken cancellationToken)
    {
        await _renewing.WaitAsync(cancellationToken);
        try
        {
            if (await FindAsync(id, cancellationToken) is not { } kept)
                throw new SpotifyAccountException(SpotifyAccountProblem.SignInAgain, "Your Spotify account was disconnected meanwhile. Connect Spotify again.");
            // Another call was faster.
            if (kept.Access != ended.Access && IsValid(kept))
                return kept;
            // Once begun it is ended, whoever leaves: the old refresh token may be void from now on.
            var renewed = await authorization.RenewAsync(kept, CancellationToken.None);
            await SaveAsync(id, renewed, CancellationToken.None);
            return renewed;
        }
        finally
        {
            _renewing.Release();
        }
    }

    private bool IsValid(SpotifyTokens tokens) => tokens.Expires - clock.GetUtcNow() > Margin;

    private string? Id(HttpContext context) => _cookie.Read(context) is { } id ? Encoding.ASCII.GetString(id) : null;

    private async Task<SpotifyTokens?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(id, cancellationToken) is not { } account)
            return null;
        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect(account.Tokens), TokenJson.Default.SpotifyTokens);
        }
        catch (Exception fault) when (fault is CryptographicException or JsonException)
        {
            // Their key is gone: the visitor signs in again.
            return null;
        }
    }

    private async Task SaveAsync(string id, SpotifyTokens tokens, CancellationToken cancellationToken) => await accounts.SaveAsync(
        new LinkedAccount(id, _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(tokens, TokenJson.Default.SpotifyTokens)), clock.GetUtcNow()), cancellationToken);
}

/// <summary>Tokens before they are encrypted.</summary>
[JsonSerializable(typeof(SpotifyTokens))]
internal sealed partial class TokenJson : JsonSerializerContext;
