using System.Text.Json.Nodes;
using StoryBeats.Fakes.Catalog;

namespace StoryBeats.Fakes.Spotify;

/// <summary>The objects of the Web API, with what the app's mode leaves out.</summary>
internal sealed class SpotifyShapes(FakeSettings settings)
{
    private static readonly int[] ImageSizes = [640, 300, 64];

    private bool IsExtended => settings.Mode == SpotifyMode.Extended;

    public JsonObject Track(FakeTrack track, string? market)
    {
        var shape = SimplifiedTrack(track, market);
        shape["album"] = SimplifiedAlbum(track.Album);
        shape["external_ids"] = track.Isrc is { } isrc ? new JsonObject { ["isrc"] = isrc } : new JsonObject();
        if (IsExtended)
            shape["popularity"] = track.Popularity;
        return shape;
    }

    public JsonObject SimplifiedTrack(FakeTrack track, string? market)
    {
        var shape = Entity("track", track.Id, track.Title);
        shape["artists"] = FakeJson.Array(track.Artists.Select(SimplifiedArtist));
        shape["disc_number"] = 1;
        shape["track_number"] = track.Number;
        shape["duration_ms"] = track.DurationMs;
        shape["explicit"] = track.IsExplicit;
        shape["is_local"] = false;
        shape["preview_url"] = null;
        if (market is not null)
            shape["is_playable"] = track.IsPlayable && track.Markets.Contains(market, StringComparer.OrdinalIgnoreCase);
        else if (IsExtended)
            shape["available_markets"] = track.IsPlayable ? FakeJson.Texts(track.Markets) : new JsonArray();
        return shape;
    }

    public JsonObject SimplifiedAlbum(FakeAlbum album)
    {
        var shape = Entity("album", album.Id, album.Name);
        shape["album_type"] = album.Type;
        shape["total_tracks"] = album.Tracks.Count;
        shape["artists"] = FakeJson.Array([SimplifiedArtist(album.Artist)]);
        shape["images"] = FakeJson.Array(ImageSizes.Select(size => (JsonNode?)new JsonObject
        {
            ["url"] = $"https://i.scdn.co/image/{album.Id}{size}",
            ["height"] = size,
            ["width"] = size,
        }));
        shape["release_date"] = album.ReleaseDate;
        shape["release_date_precision"] = album.Precision;
        if (IsExtended)
            shape["available_markets"] = FakeJson.Texts(album.Tracks[0].Markets);
        return shape;
    }

    public JsonObject DiscographyAlbum(FakeAlbum album, FakeArtist of)
    {
        var shape = SimplifiedAlbum(album);
        if (IsExtended)
            shape["album_group"] = Group(album, of);
        return shape;
    }

    public JsonObject Album(FakeAlbum album, string? market, Uri request)
    {
        var shape = SimplifiedAlbum(album);
        shape["tracks"] = Page([.. album.Tracks], track => SimplifiedTrack(track, market), 50, 0, new Uri(request, request.AbsolutePath + "/tracks"));
        shape["copyrights"] = new JsonArray(new JsonObject { ["text"] = $"{album.Year} Fake Records", ["type"] = "P" });
        shape["external_ids"] = new JsonObject { ["upc"] = $"00{FakeIds.Number(album.Id):0000000000}" };
        shape["genres"] = new JsonArray();
        if (IsExtended)
        {
            shape["label"] = "Fake Records";
            shape["popularity"] = (int)album.Tracks.Average(track => track.Popularity);
        }

        return shape;
    }

    public JsonObject Artist(FakeArtist artist)
    {
        var shape = SimplifiedArtist(artist);
        shape["genres"] = new JsonArray();
        shape["images"] = new JsonArray(new JsonObject { ["url"] = $"https://i.scdn.co/image/{artist.Id}", ["height"] = 640, ["width"] = 640 });
        if (IsExtended)
        {
            shape["popularity"] = artist.Popularity;
            shape["followers"] = new JsonObject { ["href"] = null, ["total"] = artist.Popularity * 12_345 };
        }

        return shape;
    }

    /// <summary>How an album belongs to an artist: its type, or that the artist is but a guest.</summary>
    public static string Group(FakeAlbum album, FakeArtist of) => album.Artist.Id == of.Id ? album.Type : "appears_on";

    /// <summary>A page of items, with the addresses of its neighbours.</summary>
    public static JsonObject Page<T>(IReadOnlyList<T> all, Func<T, JsonNode> shape, int limit, int offset, Uri request) => new()
    {
        ["href"] = PageAddress(request, limit, offset),
        ["items"] = FakeJson.Array(all.Skip(offset).Take(limit).Select(shape)),
        ["limit"] = limit,
        ["next"] = limit > 0 && offset + limit < all.Count ? PageAddress(request, limit, offset + limit) : null,
        ["offset"] = offset,
        ["previous"] = offset > 0 ? PageAddress(request, limit, Math.Max(0, offset - limit)) : null,
        ["total"] = all.Count,
    };

    private static JsonObject SimplifiedArtist(FakeArtist artist) => Entity("artist", artist.Id, artist.Name);

    private static JsonObject Entity(string type, string id, string name) => new()
    {
        ["external_urls"] = new JsonObject { ["spotify"] = $"https://open.spotify.com/{type}/{id}" },
        ["href"] = $"https://api.spotify.com/v1/{type}s/{id}",
        ["id"] = id,
        ["name"] = name,
        ["type"] = type,
        ["uri"] = $"spotify:{type}:{id}",
    };

    private static string PageAddress(Uri request, int limit, int offset)
    {
        var others = request.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(pair => !pair.StartsWith("limit=", StringComparison.Ordinal) && !pair.StartsWith("offset=", StringComparison.Ordinal));
        return $"{request.GetLeftPart(UriPartial.Path)}?{string.Join('&', [.. others, $"offset={offset}", $"limit={limit}"])}";
    }
}
