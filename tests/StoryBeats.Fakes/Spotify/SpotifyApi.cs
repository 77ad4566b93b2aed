using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Extensions;
using StoryBeats.Fakes.Catalog;

namespace StoryBeats.Fakes.Spotify;

/// <summary>api.spotify.com/v1: what an app reads of the catalogue.</summary>
internal static class SpotifyApi
{
    public static void MapSpotifyApi(this IEndpointRouteBuilder app, FakeSettings settings, TokenStore tokens, FakeCatalog catalog, PlaylistStore playlists)
    {
        var api = app.MapGroup("/spotify/api/v1");
        api.AddEndpointFilter(async (context, next) => tokens.Check(RequestGate.Bearer(context.HttpContext.Request)) switch
        {
            (null, var refusal) => FakeErrors.Spotify(401, refusal!),
            _ => await next(context),
        });
        var shapes = new SpotifyShapes(settings);
        api.MapCatalogue(settings, catalog, shapes);
        api.MapWithdrawn(settings, catalog, shapes);
        api.MapUsers(tokens, playlists);
        api.MapFallback("/{**path}", () => FakeErrors.Spotify(404, "Service not found"));
    }

    private static void MapCatalogue(this RouteGroupBuilder api, FakeSettings settings, FakeCatalog catalog, SpotifyShapes shapes)
    {
        var search = new SpotifySearch(catalog, settings);
        api.MapGet("/search", (HttpRequest request) => Search(request, settings, search, shapes));
        api.MapGet("/artists/{id}", (string id) => Found(catalog.Artist(id), artist => shapes.Artist(artist)));
        api.MapGet("/artists/{id}/albums", (string id, HttpRequest request) => Discography(catalog.Artist(id), request, settings, catalog, shapes));
        api.MapGet("/albums/{id}", (string id, HttpRequest request) => Found(catalog.Album(id), album => shapes.Album(album, Market(request), Address(request))));
        api.MapGet("/albums/{id}/tracks", (string id, HttpRequest request) => Paged(request, fallback: 20, most: 50, (limit, offset) =>
            Found(catalog.Album(id), album => SpotifyShapes.Page(album.Tracks, track => shapes.SimplifiedTrack(track, Market(request)), limit, offset, Address(request)))));
        api.MapGet("/tracks/{id}", (string id, HttpRequest request) => Found(catalog.Track(id), track => shapes.Track(track, Market(request))));
    }

    private static IResult Search(HttpRequest request, FakeSettings settings, SpotifySearch search, SpotifyShapes shapes)
    {
        var text = request.Query["q"].ToString();
        var types = request.Query["type"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (text.Length == 0)
            return FakeErrors.Spotify(400, "No search query");
        if (types.Length == 0)
            return FakeErrors.Spotify(400, "Missing parameter type");
        if (types.Except(["track", "artist", "album"], StringComparer.Ordinal).Any())
            return FakeErrors.Spotify(400, "Bad search type field");

        var isExtended = settings.Mode == SpotifyMode.Extended;
        return Paged(request, fallback: isExtended ? 20 : 5, most: isExtended ? 50 : 10, (limit, offset) =>
        {
            var query = SearchQuery.Parse(text);
            var market = Market(request);
            var address = Address(request);
            var answer = new JsonObject();
            if (types.Contains("track", StringComparer.Ordinal))
                answer["tracks"] = SpotifyShapes.Page(search.Tracks(query, market), track => shapes.Track(track, market), limit, offset, address);
            if (types.Contains("artist", StringComparer.Ordinal))
                answer["artists"] = SpotifyShapes.Page(search.Artists(query, market), shapes.Artist, limit, offset, address);
            if (types.Contains("album", StringComparer.Ordinal))
                answer["albums"] = SpotifyShapes.Page(search.Albums(query, market), shapes.SimplifiedAlbum, limit, offset, address);
            return FakeJson.Result(answer);
        });
    }

    private static IResult Discography(FakeArtist? artist, HttpRequest request, FakeSettings settings, FakeCatalog catalog, SpotifyShapes shapes)
    {
        var isExtended = settings.Mode == SpotifyMode.Extended;
        return Paged(request, fallback: isExtended ? 20 : 5, most: isExtended ? 50 : 10, (limit, offset) => Found(artist, found =>
        {
            var groups = request.Query["include_groups"].ToString() is { Length: > 0 } asked ? asked.Split(',') : ["album", "single", "compilation", "appears_on"];
            var isBarren = Market(request) is { } market && settings.MarketsWithoutResults.ContainsKey(market);
            var albums = (isBarren ? [] : catalog.By(found)).Select(track => track.Album).Distinct()
                .Where(album => groups.Contains(SpotifyShapes.Group(album, found), StringComparer.Ordinal))
                .OrderBy(album => Array.IndexOf(groups, SpotifyShapes.Group(album, found)))
                .ThenByDescending(album => album.ReleaseDate, StringComparer.Ordinal);
            return SpotifyShapes.Page([.. albums], album => shapes.DiscographyAlbum(album, found), limit, offset, Address(request));
        }));
    }

    internal static IResult Paged(HttpRequest request, int fallback, int most, Func<int, int, IResult> answer)
    {
        if (Number(request, "limit", fallback) is not { } limit || limit < 0 || limit > most)
            return FakeErrors.Spotify(400, "Invalid limit");
        return Number(request, "offset", 0) is { } offset and >= 0 and <= 1000 ? answer(limit, offset) : FakeErrors.Spotify(400, "Invalid offset");
    }

    internal static IResult Found<T>(T? item, Func<T, JsonNode> shape)
        where T : class => item is null ? FakeErrors.Spotify(404, "Resource not found") : FakeJson.Result(shape(item));

    internal static string? Market(HttpRequest request) => request.Query["market"].ToString() is { Length: > 0 } market ? market : null;

    internal static Uri Address(HttpRequest request) => new(request.GetEncodedUrl());

    private static int? Number(HttpRequest request, string name, int fallback) =>
        !request.Query.TryGetValue(name, out var text) ? fallback
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : null;
}
