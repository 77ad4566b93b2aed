using StoryBeats.Providers.Spotify.Accounts;
using StoryBeats.Server.Http;
using StoryBeats.Server.Spotify;
using StoryBeats.Server.Wire;

namespace StoryBeats.Server.Endpoints;

/// <summary>A visitor's own Spotify account: signing in (v1), whether they are, and signing out (v2).</summary>
internal static class SpotifyEndpoints
{
    /// <summary>The page that visitors come back to, which sends what they bring to <c>/api/spotify/callback</c>.</summary>
    public const string CallbackPage = "/spotify/callback";

    private const string NotSetUp = "Signing in to Spotify is not set up on this server. Its operator sets Spotify__ClientId and Spotify__ClientSecret.";

    public static void MapSpotify(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/spotify/auth", Begin)
            .WithTags("v1")
            .WithSummary("Where to sign in to Spotify")
            .WithDescription($"The visitor comes back to {CallbackPage}, or to Spotify__RedirectUri, with a code for /api/spotify/callback; within ten minutes and in the same browser.")
            .AddEndpointFilter<CrossSiteGuard>()
            .LimitedAs(LimitedCall.Records)
            .Produces<AuthResponse>()
            .ProducesErrors(400, 403, 404, 429);
        routes.MapPost("/api/spotify/callback", EndAsync)
            .WithTags("v1")
            .WithSummary("Ends a sign-in to Spotify")
            .WithDescription("The tokens stay on this server, encrypted; the cookie holds a random name.")
            .AcceptsJson<CallbackRequest>()
            .AddEndpointFilter<CrossSiteGuard>()
            .LimitedAs(LimitedCall.Records)
            .Produces<CallbackResponse>()
            .ProducesErrors(400, 403, 404, 413, 415, 429, 503);
        routes.MapGet("/api/v2/spotify", SeeAsync)
            .WithTags("v2")
            .WithSummary("Whether playlists can be made, and whether this visitor is connected")
            .AddEndpointFilter<CrossSiteGuard>()
            .LimitedAs(LimitedCall.Records)
            .Produces<SpotifyStateResponse>()
            .ProducesErrors(403, 429);
        routes.MapDelete("/api/v2/spotify", ForgetAsync)
            .WithTags("v2")
            .WithSummary("Forgets this visitor's Spotify account")
            .AddEndpointFilter<CrossSiteGuard>()
            .LimitedAs(LimitedCall.Records)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesErrors(403, 404, 429);
    }

    private static IResult Begin(HttpContext context, SpotifyAuthorization authorization, SignInState signIn)
    {
        if (!authorization.IsConfigured)
            return ApiErrors.Result(context, StatusCodes.Status404NotFound, NotSetUp);
        var (redirect, refusal) = authorization.RedirectUri is { } set ? (set, null) : ReturnAddress.Of(context.Request, CallbackPage);
        if (redirect is null)
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, refusal!);

        context.Response.Headers.CacheControl = "no-store";
        var (state, verifier) = signIn.Begin(context, redirect);
        return TypedResults.Ok(new AuthResponse(authorization.Address(state, verifier, redirect)));
    }

    private static async Task<IResult> EndAsync(
        HttpContext context, SpotifyAuthorization authorization, SignInState signIn, SpotifyConnection connection, CancellationToken cancellationToken)
    {
        if (!authorization.IsConfigured)
            return ApiErrors.Result(context, StatusCodes.Status404NotFound, NotSetUp);
        var (back, error) = await JsonBody.ReadAsync(context, WireJson.Default.CallbackRequest, "{\"code\": \"…\", \"state\": \"…\"}", cancellationToken);
        if (back is null)
            return error!;
        if (back is not { Code.Length: > 0, State.Length: > 0 })
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, "code and state are missing. Spotify sends them with the visitor who comes back.");
        if (signIn.End(context, back.State) is not { } begun)
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, "This sign-in was not begun in this browser, or more than ten minutes ago. Begin again.");

        try
        {
            await connection.KeepAsync(context, await authorization.ExchangeAsync(back.Code, begun.Verifier, begun.Redirect, cancellationToken), cancellationToken);
            return TypedResults.Ok(new CallbackResponse(true));
        }
        catch (SpotifyAccountException fault) when (fault.Problem is SpotifyAccountProblem.SignInAgain)
        {
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, "Spotify does not take this code; it is good for one use within minutes. Begin again.");
        }
        catch (SpotifyAccountException fault)
        {
            return PlaylistEndpoints.Failure(context, fault);
        }
    }

    private static async Task<IResult> SeeAsync(
        HttpContext context, SpotifyAuthorization authorization, SpotifyConnection connection, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new SpotifyStateResponse(authorization.IsConfigured, authorization.IsConfigured && await connection.IsConnectedAsync(context, cancellationToken)));
    }

    private static async Task<IResult> ForgetAsync(HttpContext context, SpotifyConnection connection, CancellationToken cancellationToken) =>
        await connection.ForgetAsync(context, cancellationToken)
            ? TypedResults.NoContent()
            : ApiErrors.Result(context, StatusCodes.Status404NotFound, "No Spotify account is kept of this visitor.");
}
