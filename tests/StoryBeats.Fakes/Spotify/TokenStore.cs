using System.Collections.Concurrent;
using StoryBeats.Fakes.Catalog;

namespace StoryBeats.Fakes.Spotify;

/// <summary>An access token: an app's own (no scopes, no user) or a visitor's.</summary>
internal sealed record AccessToken(string Value, IReadOnlyList<string> Scopes, bool IsUsers, DateTimeOffset Ends, int Generation);

/// <summary>A visitor's consent, to be exchanged once.</summary>
internal sealed record AuthorizationCode(string ClientId, string RedirectUri, string? Challenge, IReadOnlyList<string> Scopes);

/// <summary>A refresh token.</summary>
internal sealed record RefreshToken(IReadOnlyList<string> Scopes, int Generation);

/// <summary>What the accounts service has issued.</summary>
internal sealed class TokenStore(FakeSettings settings)
{
    private readonly ConcurrentDictionary<string, AccessToken> _access = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RefreshToken> _refresh = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AuthorizationCode> _codes = new(StringComparer.Ordinal);
    private int _count;

    public AccessToken Issue(IReadOnlyList<string> scopes, bool isUsers)
    {
        var token = new AccessToken(
            Secret("BQ"), scopes, isUsers, settings.Time.GetUtcNow().AddSeconds(settings.TokenLifetimeSeconds), settings.TokenGeneration);
        return _access[token.Value] = token;
    }

    /// <summary>The token in use, or null with the reason why it is not good.</summary>
    public (AccessToken? Token, string? Refusal) Check(string? bearer)
    {
        if (bearer is null)
            return (null, "No token provided");
        if (!_access.TryGetValue(bearer, out var token) || token.Generation < settings.TokenGeneration)
            return (null, "Invalid access token");
        return settings.Time.GetUtcNow() >= token.Ends ? (null, "The access token expired") : (token, null);
    }

    public string IssueRefresh(IReadOnlyList<string> scopes)
    {
        var value = Secret("AQ");
        _refresh[value] = new RefreshToken(scopes, settings.RefreshGeneration);
        return value;
    }

    public RefreshToken? Refresh(string? value) =>
        value is not null && _refresh.TryGetValue(value, out var token) && token.Generation >= settings.RefreshGeneration ? token : null;

    public void EndRefresh(string value) => _refresh.TryRemove(value, out _);

    public string IssueCode(AuthorizationCode code)
    {
        var value = Secret("AQC");
        _codes[value] = code;
        return value;
    }

    /// <summary>The consent behind a code; a second time there is none.</summary>
    public AuthorizationCode? Redeem(string? value) => value is not null && _codes.TryRemove(value, out var code) ? code : null;

    private string Secret(string prefix)
    {
        var number = Interlocked.Increment(ref _count);
        return prefix + FakeIds.Spotify($"{prefix} a {number}") + FakeIds.Spotify($"{prefix} b {number}") + FakeIds.Spotify($"{prefix} c {number}");
    }
}
