using System.Net.Http.Json;
using System.Text.Json;
using StoryBeats.Catalog;
using StoryBeats.Fakes;
using StoryBeats.Fakes.Catalog;

namespace StoryBeats.Providers.Tests.Previews;

/// <summary>Songs that the fakes have, as StoryBeats knows them.</summary>
internal static class FakeSongs
{
    public static Track ToTrack(this FakeTrack track) => new()
    {
        Id = new TrackId(track.Id),
        SpotifyId = track.Id,
        Title = track.Title,
        Artist = track.Artists[0].Name,
        Album = track.Album.Name,
        Language = track.Artists[0].Language,
        Isrc = Isrc.Parse(track.Isrc),
        DurationMs = track.DurationMs,
    };

    /// <summary>An artist's own songs of which Deezer's fake gives a preview, or does not have them.</summary>
    public static async Task<IReadOnlyList<Track>> AtDeezerAsync(FakeServices fakes, string artist, bool sold, int count)
    {
        using var handler = new SocketsHttpHandler();
        using var http = new HttpClient(handler);
        http.BaseAddress = fakes.Address;
        var found = new List<Track>();
        foreach (var track in Own(fakes, artist).Where(track => track.Isrc is not null))
        {
            var answer = await http.GetFromJsonAsync<JsonElement>(new Uri("deezer/track/isrc:" + track.Isrc, UriKind.Relative), PreviewApp.Cancel);
            var isSold = answer.TryGetProperty("preview", out var preview);
            if (sold ? isSold && preview.GetString()!.Length > 0 : !isSold)
                found.Add(track.ToTrack());
            if (found.Count == count)
                break;
        }

        found.Count.ShouldBe(count);
        fakes.Calls.Clear();
        return found;
    }

    /// <summary>An artist's own songs, each recording once.</summary>
    public static IEnumerable<FakeTrack> Own(FakeServices fakes, string artist)
    {
        var wanted = fakes.Catalog.Curated(artist);
        return fakes.Catalog.By(wanted).Where(track => track.Artists[0].Id == wanted.Id).DistinctBy(track => track.Isrc ?? track.Id, StringComparer.Ordinal);
    }
}
