using System.Globalization;
using StoryBeats.Providers.Spotify.Accounts;
using StoryBeats.Server.Http;
using StoryBeats.Server.Spotify;
using StoryBeats.Server.Wire;

namespace StoryBeats.Server.Endpoints;

/// <summary>v2: a session's songs become a playlist in the visitor's own Spotify account.</summary>
internal static class PlaylistEndpoints
{
    // Spotify's own limit is not published; its apps take a hundred.
    private const int MaxName = 100;

    private const string Example = "{\"songs\": \"liked\", \"name\": \"Beach day\", \"public\": false}";

    public static void MapPlaylists(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v2/sessions/{id}/playlist", CreateAsync)
            .WithTags("v2")
            .WithSummary("Makes a Spotify playlist of a session's songs")
            .WithDescription("songs is liked or shown; without it the liked ones, or all that were shown and not disliked where none was liked. public is false unless told otherwise. missing are those that Spotify does not have, or whose search failed.")
            .AcceptsJson<PlaylistRequest>()
            .AddEndpointFilter<CrossSiteGuard>()
            .LimitedAs(LimitedCall.MoreSongs)
            .Produces<PlaylistResponse>(StatusCodes.Status201Created)
            .ProducesErrors(400, 401, 403, 404, 413, 415, 429, 503);

    private static async Task<IResult> CreateAsync(
        HttpContext context, string id, SessionSongs choose, SpotifyConnection connection, SpotifyPlaylists playlists, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (wish, error) = await JsonBody.ReadAsync(context, WireJson.Default.PlaylistRequest, Example, cancellationToken);
        if (wish is null)
            return error!;
        if ((wish.Songs is null ? PlaylistSongs.LikedElseShown : WireName.Parse<PlaylistSongs>(wish.Songs)) is not { } which)
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, "songs must be liked or shown.");
        if (wish.Name?.Trim() is { Length: > MaxName })
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, $"name must have {MaxName} characters at most.");
        if (SessionField.Parse(id) is not { } session || await choose.ChooseAsync(session, which, cancellationToken) is not { } chosen)
            return SessionField.NotFound(context);
        if (chosen.Songs.Count == 0)
            return ApiErrors.Result(context, StatusCodes.Status400BadRequest, "No song of this session is liked yet. Like one, or ask for those that were shown.");

        try
        {
            if (await connection.TokensAsync(context, cancellationToken) is not { } tokens)
                return ApiErrors.Result(context, StatusCodes.Status401Unauthorized, "Connect Spotify first: /api/spotify/auth says where.");

            var mood = WireName.Of(chosen.Mood);
            var name = wish.Name?.Trim() is { Length: > 0 } named ? named : DefaultName(mood, clock);
            var isPublic = wish.Public ?? false;
            var playlist = await playlists.CreateAsync(
                tokens, name, $"Songs for a {mood} photo, chosen by StoryBeats.", isPublic, chosen.Songs, cancellationToken);
            return playlist.Address is { } address
                ? TypedResults.Created(address, PlaylistResponse.From(playlist, address, name, isPublic))
                : ApiErrors.Result(context, StatusCodes.Status404NotFound, "Spotify has none of these songs, so no playlist was made.");
        }
        catch (SpotifyAccountException fault)
        {
            // What no longer works need not be kept.
            if (fault.Problem is SpotifyAccountProblem.SignInAgain)
                await connection.ForgetAsync(context, cancellationToken);
            return Failure(context, fault);
        }
    }

    /// <summary>What is said when Spotify did not do it.</summary>
    public static IResult Failure(HttpContext context, SpotifyAccountException fault) => fault.Problem switch
    {
        SpotifyAccountProblem.SignInAgain => ApiErrors.Result(context, StatusCodes.Status401Unauthorized, fault.Message),
        SpotifyAccountProblem.Forbidden => ApiErrors.Result(context, StatusCodes.Status403Forbidden, fault.Message),
        _ => ApiErrors.Unavailable(context, fault.Message, fault.RetryAfter ?? TimeSpan.FromSeconds(10)),
    };

    private static string DefaultName(string mood, TimeProvider clock) =>
        string.Create(CultureInfo.InvariantCulture, $"StoryBeats: {mood}, {clock.GetUtcNow():d MMMM yyyy}");
}
