using System.Text.Json;
using System.Text.Json.Nodes;

namespace StoryBeats.Fakes.Spotify;

/// <summary>What needs a visitor's own token: who they are, and playlists.</summary>
internal static class SpotifyUsers
{
    private const string UserId = "fakevisitor";
    private const int MostItems = 100;

    public static void MapUsers(this RouteGroupBuilder api, TokenStore tokens, PlaylistStore playlists)
    {
        api.MapGet("/me", (HttpRequest request) => ForUser(request, tokens, anyOf: [], _ => FakeJson.Result(Me())));
        api.MapPost("/me/playlists", async (HttpRequest request, CancellationToken cancellationToken) =>
        {
            var body = await BodyAsync(request, cancellationToken);
            var isPublic = body?["public"]?.GetValue<bool>() ?? true;
            return ForUser(request, tokens, [isPublic ? "playlist-modify-public" : "playlist-modify-private"], token => Create(body, isPublic, token, playlists));
        });
        api.MapPost("/playlists/{id}/items", async (string id, HttpRequest request, CancellationToken cancellationToken) =>
        {
            var body = await BodyAsync(request, cancellationToken);
            return ForUser(request, tokens, ["playlist-modify-public", "playlist-modify-private"], _ => Add(body, playlists.Find(id)));
        });
    }

    private static IResult ForUser(HttpRequest request, TokenStore tokens, string[] anyOf, Func<AccessToken, IResult> answer)
    {
        var (token, refusal) = tokens.Check(RequestGate.Bearer(request));
        if (token is not { IsUsers: true })
            return FakeErrors.Spotify(401, refusal ?? "Valid user authentication required");
        return anyOf.Length == 0 || anyOf.Intersect(token.Scopes, StringComparer.Ordinal).Any()
            ? answer(token)
            : FakeErrors.Spotify(403, "Insufficient client scope");
    }

    private static IResult Create(JsonObject? body, bool isPublic, AccessToken token, PlaylistStore playlists)
    {
        if (body?["name"] is not JsonValue named || !named.TryGetValue<string>(out var name) || name.Length == 0)
            return FakeErrors.Spotify(400, "Missing required field: name");
        return FakeJson.Result(Shape(playlists.Add(name, body["description"]?.GetValue<string>(), isPublic, token.Value)), 201);
    }

    private static IResult Add(JsonObject? body, FakePlaylist? playlist)
    {
        if (playlist is null)
            return FakeErrors.Spotify(404, "Resource not found");
        if (body?["uris"] is not JsonArray { Count: > 0 } uris)
            return FakeErrors.Spotify(400, "No uris provided");
        if (uris.Count > MostItems)
            return FakeErrors.Spotify(400, "You can add a maximum of 100 tracks per request.");
        var texts = uris.Select(uri => uri?.GetValue<string>() ?? "").ToList();
        if (texts.Find(uri => !uri.StartsWith("spotify:track:", StringComparison.Ordinal)) is { } wrong)
            return FakeErrors.Spotify(400, $"Invalid track uri: {wrong}");

        lock (playlist)
            playlist.Uris = [.. playlist.Uris, .. texts];
        return FakeJson.Result(new JsonObject { ["snapshot_id"] = $"AAAA{playlist.Uris.Count}" }, 201);
    }

    private static async Task<JsonObject?> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body, cancellationToken: cancellationToken) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonObject Me() => new()
    {
        ["account_id"] = "aB3dE5fG7h",
        ["display_name"] = "A visitor",
        ["external_urls"] = new JsonObject { ["spotify"] = $"https://open.spotify.com/user/{UserId}" },
        ["href"] = $"https://api.spotify.com/v1/users/{UserId}",
        ["id"] = UserId,
        ["images"] = new JsonArray(),
        ["type"] = "user",
        ["uri"] = $"spotify:user:{UserId}",
    };

    private static JsonObject Shape(FakePlaylist playlist) => new()
    {
        ["collaborative"] = false,
        ["description"] = playlist.Description,
        ["external_urls"] = new JsonObject { ["spotify"] = $"https://open.spotify.com/playlist/{playlist.Id}" },
        ["href"] = $"https://api.spotify.com/v1/playlists/{playlist.Id}",
        ["id"] = playlist.Id,
        ["images"] = new JsonArray(),
        ["name"] = playlist.Name,
        ["owner"] = new JsonObject
        {
            ["external_urls"] = new JsonObject { ["spotify"] = $"https://open.spotify.com/user/{UserId}" },
            ["href"] = $"https://api.spotify.com/v1/users/{UserId}",
            ["id"] = UserId,
            ["type"] = "user",
            ["uri"] = $"spotify:user:{UserId}",
            ["display_name"] = "A visitor",
        },
        ["public"] = playlist.IsPublic,
        ["snapshot_id"] = "AAAA0",
        ["items"] = SpotifyShapes.Page<string>([], _ => new JsonObject(), 100, 0, new Uri($"https://api.spotify.com/v1/playlists/{playlist.Id}/items")),
        ["type"] = "playlist",
        ["uri"] = $"spotify:playlist:{playlist.Id}",
    };
}
