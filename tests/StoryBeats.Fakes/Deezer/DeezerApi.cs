using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using StoryBeats.Fakes.Catalog;

namespace StoryBeats.Fakes.Deezer;

/// <summary>api.deezer.com: previews and covers. Errors are 200 with an error in the body.</summary>
internal static partial class DeezerApi
{
    public static void MapDeezer(this IEndpointRouteBuilder app, FakeCatalog catalog, FakeSettings settings)
    {
        var api = app.MapGroup("/deezer");
        api.MapGet("/search", (HttpRequest request) => Search(request, catalog, settings));
        api.MapGet("/track/isrc:{isrc}", (string isrc) =>
            catalog.ByIsrc(isrc).Where(Knows).FirstOrDefault() is { } track
                ? FakeJson.Result(Track(track, track.Title, track.Artists[0].Name, settings, whole: true))
                : FakeErrors.Deezer("DataException", "no data", 800));
    }

    /// <summary>One song in six is not sold there.</summary>
    internal static bool Knows(FakeTrack track) => FakeIds.Number("deezer " + SongKey(track)) % 6 != 0;

    private static IResult Search(HttpRequest request, FakeCatalog catalog, FakeSettings settings)
    {
        var text = request.Query["q"].ToString();
        if (text.Length == 0)
            return FakeErrors.Deezer("MissingParameterException", "Missing parameters: q", 501);

        var artist = Field(text, "artist");
        var title = Field(text, "track");
        string[] words = artist is null && title is null ? SearchWords.Of(text) : [.. SearchWords.Of(artist ?? ""), .. SearchWords.Of(title ?? "")];
        var hits = words.Length == 0 ? [] : words.Select(catalog.WithWord).MinBy(list => list.Count)!
            .Where(track => Knows(track) && Array.TrueForAll(words, word => Words(track).Contains(word, StringComparer.Ordinal)))
            .OrderByDescending(track => track.Popularity).Take(5).ToList();

        // What sells under the same name comes first, as it does there.
        var results = hits.Take(1).SelectMany(track => NearMisses(track, settings))
            .Concat(hits.Select(track => Track(track, track.Title, track.Artists[0].Name, settings, whole: false))).ToList();
        return FakeJson.Result(new JsonObject { ["data"] = FakeJson.Array(results), ["total"] = results.Count });
    }

    private static IEnumerable<JsonObject> NearMisses(FakeTrack track, FakeSettings settings)
    {
        yield return Track(track, $"{track.Title} (Karaoke Version)", "Karaoke Star Explosion", settings, whole: false, variant: 1);
        yield return Track(track, track.Title, $"{track.Artists[0].Name} Tribute Band", settings, whole: false, variant: 2);
        yield return Track(track, $"{track.Title} (Night Drive Remix)", track.Artists[0].Name, settings, whole: false, variant: 3);
    }

    private static JsonObject Track(FakeTrack track, string title, string artist, FakeSettings settings, bool whole, int variant = 0)
    {
        var key = $"deezer {track.Id} {variant}";
        var hash = FakeIds.Uuid(key).ToString("N");
        var shape = new JsonObject
        {
            ["id"] = FakeIds.Number(key),
            ["readable"] = true,
            ["title"] = title,
            ["title_short"] = title,
            ["title_version"] = "",
            ["link"] = $"https://www.deezer.com/track/{FakeIds.Number(key)}",
            ["duration"] = track.DurationMs / 1000,
            ["rank"] = track.Popularity * 9_000,
            ["explicit_lyrics"] = track.IsExplicit,
            // Some songs are there without one: an empty text, not null.
            ["preview"] = variant == 0 && FakeIds.Number("preview " + SongKey(track)) % 10 == 0 ? "" : Preview(hash, settings),
            ["md5_image"] = hash,
            ["artist"] = new JsonObject { ["id"] = FakeIds.Number("deezer " + artist), ["name"] = artist, ["link"] = $"https://www.deezer.com/artist/{FakeIds.Number("deezer " + artist)}", ["type"] = "artist" },
            ["album"] = Album(track.Album),
            ["type"] = "track",
        };
        if (whole)
        {
            shape["isrc"] = track.Isrc;
            shape["release_date"] = track.Album.ReleaseDate;
            shape["bpm"] = track.Features.Tempo;
            shape["gain"] = -9.4;
        }

        return shape;
    }

    private static JsonObject Album(FakeAlbum album)
    {
        var picture = FakeIds.Uuid("deezer " + album.Id).ToString("N");
        string Cover(int size) => $"https://cdn-images.dzcdn.net/images/cover/{picture}/{size}x{size}-000000-80-0-0.jpg";
        return new JsonObject
        {
            ["id"] = FakeIds.Number("deezer " + album.Id),
            ["title"] = album.Name,
            ["cover"] = $"https://api.deezer.com/album/{FakeIds.Number("deezer " + album.Id)}/image",
            ["cover_small"] = Cover(56),
            ["cover_medium"] = Cover(250),
            ["cover_big"] = Cover(500),
            ["cover_xl"] = Cover(1000),
            ["md5_image"] = picture,
            ["type"] = "album",
        };
    }

    /// <summary>Previews are signed and end after a quarter of an hour.</summary>
    private static string Preview(string hash, FakeSettings settings) =>
        $"https://cdnt-preview.dzcdn.net/api/1/1/{hash[0]}/{hash[1]}/{hash[2]}/0/{hash}.mp3?hdnea=exp={settings.Time.GetUtcNow().AddMinutes(15).ToUnixTimeSeconds()}"
        + $"~acl=/api/1/1/{hash[0]}/{hash[1]}/{hash[2]}/0/{hash}.mp3*~data=user_id=0,application_id=42~hmac={hash}{hash}";

    private static string SongKey(FakeTrack track) => track.Isrc ?? track.Id;

    private static string[] Words(FakeTrack track) => [.. SearchWords.Of(track.Title), .. SearchWords.Of(track.Artists[0].Name)];

    private static string? Field(string text, string name) =>
        Fields().Matches(text).FirstOrDefault(match => match.Groups["name"].Value == name)?.Groups["value"].Value;

    [GeneratedRegex("(?<name>artist|track|album):\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fields();
}
