using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace StoryBeats.Fakes.Spotify;

/// <summary>accounts.spotify.com: consent and tokens.</summary>
internal static class SpotifyAccounts
{
    public static void MapSpotifyAccounts(this IEndpointRouteBuilder app, FakeSettings settings, TokenStore tokens)
    {
        var accounts = app.MapGroup("/spotify/accounts");
        accounts.MapGet("/authorize", (HttpRequest request) => Authorize(request.Query, settings, tokens));
        accounts.MapPost("/api/token", async (HttpRequest request, CancellationToken cancellationToken) =>
            request.HasFormContentType
                ? Token(request, await request.ReadFormAsync(cancellationToken), settings, tokens)
                : FakeErrors.Accounts(400, "unsupported_grant_type", "grant_type parameter is missing"));
    }

    /// <summary>The consent page, with a visitor who answers at once.</summary>
    private static IResult Authorize(IQueryCollection query, FakeSettings settings, TokenStore tokens)
    {
        string? redirect = query["redirect_uri"];
        if (query["client_id"] != settings.ClientId)
            return Results.Text("INVALID_CLIENT: Invalid client", statusCode: 400);
        if (!Uri.TryCreate(redirect, UriKind.Absolute, out _))
            return Results.Text("INVALID_CLIENT: Invalid redirect URI", statusCode: 400);

        string? challenge = query["code_challenge"];
        var error = settings.DenyAuthorization ? "access_denied"
            : query["response_type"] != "code" ? "unsupported_response_type"
            : challenge is not null && query["code_challenge_method"] != "S256" ? "invalid_request"
            : null;
        var answer = error is null
            ? "code=" + tokens.IssueCode(new AuthorizationCode(settings.ClientId, redirect, challenge, query["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            : "error=" + error;
        var state = query.ContainsKey("state") ? "&state=" + Uri.EscapeDataString(query["state"].ToString()) : "";
        return Results.Redirect($"{redirect}{(redirect.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{answer}{state}");
    }

    private static IResult Token(HttpRequest request, IFormCollection form, FakeSettings settings, TokenStore tokens)
    {
        var (client, secret) = Credentials(request, form);
        // An app with PKCE may keep no secret; its own token needs one.
        var isKnown = client == settings.ClientId && (secret is null || secret == settings.ClientSecret);
        if (!isKnown || (secret is null && form["grant_type"] == "client_credentials"))
            return FakeErrors.Accounts(400, "invalid_client", client == settings.ClientId ? "Invalid client secret" : "Invalid client");

        return form["grant_type"].ToString() switch
        {
            "client_credentials" => Granted(tokens.Issue([], isUsers: false), settings, refresh: null),
            "authorization_code" => Exchange(form, secret, settings, tokens),
            "refresh_token" => Refresh(form, settings, tokens),
            _ => FakeErrors.Accounts(400, "unsupported_grant_type", "grant_type must be client_credentials, authorization_code or refresh_token"),
        };
    }

    private static IResult Exchange(IFormCollection form, string? secret, FakeSettings settings, TokenStore tokens)
    {
        if (tokens.Redeem(form["code"]) is not { } code)
            return FakeErrors.Accounts(400, "invalid_grant", "Invalid authorization code");
        if (form["redirect_uri"] != code.RedirectUri)
            return FakeErrors.Accounts(400, "invalid_grant", "Invalid redirect URI");
        if (code.Challenge is null ? secret is null : Challenge(form["code_verifier"].ToString()) != code.Challenge)
            return FakeErrors.Accounts(400, "invalid_grant", "code_verifier was incorrect");
        return Granted(tokens.Issue(code.Scopes, isUsers: true), settings, tokens.IssueRefresh(code.Scopes));
    }

    private static IResult Refresh(IFormCollection form, FakeSettings settings, TokenStore tokens)
    {
        var value = form["refresh_token"].ToString();
        if (tokens.Refresh(value) is not { } refresh)
            return FakeErrors.Accounts(400, "invalid_grant", "Refresh token revoked");
        if (!settings.RotateRefreshTokens)
            return Granted(tokens.Issue(refresh.Scopes, isUsers: true), settings, refresh: null);

        tokens.EndRefresh(value);
        return Granted(tokens.Issue(refresh.Scopes, isUsers: true), settings, tokens.IssueRefresh(refresh.Scopes));
    }

    private static IResult Granted(AccessToken token, FakeSettings settings, string? refresh)
    {
        var answer = new JsonObject { ["access_token"] = token.Value, ["token_type"] = "Bearer", ["expires_in"] = (int)Math.Ceiling(settings.TokenLifetimeSeconds) };
        if (token.IsUsers)
            answer["scope"] = string.Join(' ', token.Scopes);
        if (refresh is not null)
            answer["refresh_token"] = refresh;
        return FakeJson.Result(answer);
    }

    private static (string? Client, string? Secret) Credentials(HttpRequest request, IFormCollection form)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return (form["client_id"], form["client_secret"]);
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[6..].Trim(), bytes, out var length))
            return (null, null);
        var pair = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return (pair[0], pair.Length > 1 ? pair[1] : "");
    }

    /// <summary>BASE64URL(SHA256(verifier)), as RFC 7636 says.</summary>
    private static string Challenge(string verifier) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
