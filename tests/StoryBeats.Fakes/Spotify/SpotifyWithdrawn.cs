using System.Text.Json.Nodes;
using StoryBeats.Fakes.Catalog;

namespace StoryBeats.Fakes.Spotify;

/// <summary>Endpoints that some apps, or all, may no longer use.</summary>
internal static class SpotifyWithdrawn
{
    private static readonly string[] GoneForAll =
    [
        "/audio-features", "/audio-features/{id}", "/audio-analysis/{id}", "/recommendations", "/artists/{id}/related-artists", "/browse/featured-playlists",
    ];

    public static void MapWithdrawn(this RouteGroupBuilder api, FakeSettings settings, FakeCatalog catalog, SpotifyShapes shapes)
    {
        foreach (var path in GoneForAll)
            api.MapGet(path, () => FakeErrors.Spotify(403, "Forbidden"));

        IResult Extended(Func<IResult> answer) => settings.Mode == SpotifyMode.Extended ? answer() : FakeErrors.Spotify(403, "Forbidden");
        api.MapGet("/artists/{id}/top-tracks", (string id, HttpRequest request) => Extended(() =>
            SpotifyApi.Found(catalog.Artist(id), artist => TopTracks(artist, SpotifyApi.Market(request), settings, catalog, shapes))));
        api.MapGet("/tracks", (HttpRequest request) => Extended(() =>
            Many(request, "tracks", 50, id => catalog.Track(id) is { } track ? shapes.Track(track, SpotifyApi.Market(request)) : null)));
        api.MapGet("/artists", (HttpRequest request) => Extended(() =>
            Many(request, "artists", 50, id => catalog.Artist(id) is { } artist ? shapes.Artist(artist) : null)));
        api.MapGet("/albums", (HttpRequest request) => Extended(() =>
            Many(request, "albums", 20, id => catalog.Album(id) is { } album ? shapes.Album(album, SpotifyApi.Market(request), SpotifyApi.Address(request)) : null)));
    }

    private static JsonObject TopTracks(FakeArtist artist, string? market, FakeSettings settings, FakeCatalog catalog, SpotifyShapes shapes)
    {
        var isBarren = market is not null && settings.MarketsWithoutResults.ContainsKey(market);
        var top = isBarren ? [] : catalog.By(artist).Where(track => track.Artists[0] == artist).OrderByDescending(track => track.Popularity).Take(10);
        return new JsonObject { ["tracks"] = FakeJson.Array(top.Select(track => shapes.Track(track, market))) };
    }

    private static IResult Many(HttpRequest request, string name, int most, Func<string, JsonNode?> shape)
    {
        var ids = request.Query["ids"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (ids.Length == 0)
            return FakeErrors.Spotify(400, "Missing required field: ids");
        return ids.Length > most ? FakeErrors.Spotify(400, "Too many ids requested") : FakeJson.Result(new JsonObject { [name] = FakeJson.Array(ids.Select(shape)) });
    }
}
