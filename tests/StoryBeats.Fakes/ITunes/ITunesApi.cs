using System.Globalization;
using System.Text.Json.Nodes;
using StoryBeats.Fakes.Catalog;

namespace StoryBeats.Fakes.ITunes;

/// <summary>itunes.apple.com: the search.</summary>
internal static class ITunesApi
{
    public static void MapITunes(this IEndpointRouteBuilder app, FakeCatalog catalog) =>
        app.MapGet("/itunes/search", (HttpRequest request) => Search(request, catalog));

    /// <summary>One song in nine is not sold there.</summary>
    internal static bool Knows(FakeTrack track) => FakeIds.Number("itunes " + (track.Isrc ?? track.Id)) % 9 != 0;

    private static IResult Search(HttpRequest request, FakeCatalog catalog)
    {
        var words = SearchWords.Of(request.Query["term"].ToString());
        if (!int.TryParse(request.Query["limit"].ToString() is { Length: > 0 } text ? text : "50", NumberStyles.None, CultureInfo.InvariantCulture, out var limit))
            limit = 50;
        var hits = words.Length == 0 ? [] : words.Select(catalog.WithWord).MinBy(list => list.Count)!
            .Where(track => Knows(track) && Array.TrueForAll(words, word => Words(track).Contains(word, StringComparer.Ordinal)))
            .OrderByDescending(track => track.Popularity).ToList();
        var results = hits.Take(1).Select(track => Song(track, $"{track.Title} (Live)", track.Artists[0].Name, 1))
            .Concat(hits.Take(1).Select(track => Song(track, track.Title, $"{track.Artists[0].Name} Tribute Band", 2)))
            .Concat(hits.Select(track => Song(track, track.Title, string.Join(" & ", track.Artists.Select(artist => artist.Name)), 0)))
            .Take(Math.Clamp(limit, 1, 200)).ToList();
        // Apple serves its JSON as JavaScript.
        return FakeJson.Result(new JsonObject { ["resultCount"] = results.Count, ["results"] = FakeJson.Array(results) }, contentType: "text/javascript; charset=utf-8");
    }

    private static JsonObject Song(FakeTrack track, string title, string artist, int variant)
    {
        var key = $"itunes {track.Id} {variant}";
        var hash = FakeIds.Uuid(key).ToString("N");
        string Artwork(int size) => $"https://is1-ssl.mzstatic.com/image/thumb/Music126/v4/{hash[..2]}/{hash}/cover.jpg/{size}x{size}bb.jpg";
        return new JsonObject
        {
            ["wrapperType"] = "track",
            ["kind"] = "song",
            ["artistId"] = FakeIds.Number("itunes " + artist),
            ["collectionId"] = FakeIds.Number("itunes " + track.Album.Id),
            ["trackId"] = FakeIds.Number(key),
            ["artistName"] = artist,
            ["collectionName"] = track.Album.Name,
            ["trackName"] = title,
            ["trackCensoredName"] = title,
            ["trackViewUrl"] = $"https://music.apple.com/us/album/{FakeIds.Number("itunes " + track.Album.Id)}?i={FakeIds.Number(key)}&uo=4",
            ["previewUrl"] = $"https://audio-ssl.itunes.apple.com/itunes-assets/AudioPreview126/v4/{hash[..2]}/{hash}/mzaf_{FakeIds.Number(key)}.plus.aac.p.m4a",
            ["artworkUrl30"] = Artwork(30),
            ["artworkUrl60"] = Artwork(60),
            ["artworkUrl100"] = Artwork(100),
            ["releaseDate"] = track.Album.ReleaseDate.Length == 10 ? track.Album.ReleaseDate + "T12:00:00Z" : track.Album.ReleaseDate[..4] + "-01-01T12:00:00Z",
            ["trackExplicitness"] = track.IsExplicit ? "explicit" : "notExplicit",
            ["trackTimeMillis"] = track.DurationMs,
            ["country"] = "USA",
            ["currency"] = "USD",
            ["primaryGenreName"] = track.Artists[0].Language == "Hindi" ? "Bollywood" : "Alternative",
            ["isStreamable"] = true,
        };
    }

    private static string[] Words(FakeTrack track) =>
        [.. SearchWords.Of(track.Title), .. track.Artists.SelectMany(artist => SearchWords.Of(artist.Name))];
}
