using System.Text.Json.Nodes;
using StoryBeats.Fakes.Catalog;

namespace StoryBeats.Fakes.ReccoBeats;

/// <summary>api.reccobeats.com/v1: what Spotify withdrew, by Spotify id.</summary>
internal static class ReccoBeatsApi
{
    private const int MostIds = 40;

    public static void MapReccoBeats(this IEndpointRouteBuilder app, FakeCatalog catalog)
    {
        var api = app.MapGroup("/reccobeats/v1");
        api.MapGet("/track", (HttpRequest request) => Many(request, catalog, Track));
        api.MapGet("/audio-features", (HttpRequest request) => Many(request, catalog, Features));
    }

    /// <summary>One track in twelve is not known there.</summary>
    internal static bool Knows(FakeTrack track) => FakeIds.Number("reccobeats " + track.Id) % 12 != 0;

    private static IResult Many(HttpRequest request, FakeCatalog catalog, Func<FakeTrack, JsonObject> shape)
    {
        var ids = request.Query["ids"].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        if (ids.Count is 0 or > MostIds)
            return FakeErrors.Of(FakeService.ReccoBeats, 400, ids.Count == 0 ? "ids: must not be empty" : "ids: size must be between 1 and 40");
        return FakeJson.Result(new JsonObject
        {
            ["content"] = FakeJson.Array(ids.Distinct(StringComparer.Ordinal).Select(catalog.Track).OfType<FakeTrack>().Where(Knows).Select(shape)),
        });
    }

    private static JsonObject Track(FakeTrack track) => new()
    {
        ["id"] = FakeIds.Uuid("reccobeats " + track.Id).ToString(),
        ["trackTitle"] = track.Title,
        ["artists"] = FakeJson.Array(track.Artists.Select(artist => (JsonNode?)new JsonObject
        {
            ["id"] = FakeIds.Uuid("reccobeats " + artist.Id).ToString(),
            ["name"] = artist.Name,
            ["href"] = $"https://open.spotify.com/artist/{artist.Id}",
        })),
        ["durationMs"] = track.DurationMs,
        ["isrc"] = track.Isrc,
        ["ean"] = null,
        ["upc"] = null,
        ["href"] = Href(track),
        ["availableCountries"] = string.Join(',', track.Markets),
        ["popularity"] = track.Popularity,
    };

    private static JsonObject Features(FakeTrack track) => new()
    {
        ["id"] = FakeIds.Uuid("reccobeats " + track.Id).ToString(),
        ["href"] = Href(track),
        ["isrc"] = track.Isrc,
        ["acousticness"] = track.Features.Acousticness,
        ["danceability"] = track.Features.Danceability,
        ["energy"] = track.Features.Energy,
        ["instrumentalness"] = track.Features.Instrumentalness,
        ["key"] = FakeIds.Number(track.Id) % 12,
        ["liveness"] = .12,
        ["loudness"] = Math.Round(-18 + (14 * track.Features.Energy), 2),
        ["mode"] = FakeIds.Number(track.Id) % 2,
        ["speechiness"] = .05,
        ["tempo"] = track.Features.Tempo,
        ["valence"] = track.Features.Valence,
    };

    private static string Href(FakeTrack track) => $"https://open.spotify.com/track/{track.Id}";
}
