using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace StoryBeats.Benchmarks.Original;

/// <summary>Spotify as plainly as the original asked it: one call at a time, nothing kept.</summary>
internal sealed class OriginalClient(HttpClient http, IReadOnlyDictionary<string, string?> settings)
{
    private string? _token;
    private int _calls;

    /// <summary>Calls made so far, the one for the token too.</summary>
    public int Calls => _calls;

    public async Task SignInAsync()
    {
        Interlocked.Increment(ref _calls);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = settings["Spotify:ClientId"]!,
            ["client_secret"] = settings["Spotify:ClientSecret"]!,
        });
        using var answer = await http.PostAsync(new Uri(settings["Spotify:AccountsBaseAddress"] + "api/token"), form);
        _token = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
    }

    public async Task<string> ArtistAsync(string name) =>
        (await GetAsync($"search?type=artist&limit=1&q={Uri.EscapeDataString(name)}")).GetProperty("artists").GetProperty("items")[0].GetProperty("id").GetString()!;

    public async Task<int> TopTracksAsync(string artist, string market) =>
        (await GetAsync($"artists/{artist}/top-tracks?market={market}")).GetProperty("tracks").GetArrayLength();

    /// <summary>The artist's albums and singles since a day, newest first, at most ten.</summary>
    public async Task<IReadOnlyList<string>> RecentAlbumsAsync(string artist, string market, DateOnly since)
    {
        var first = since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return [.. (await GetAsync($"artists/{artist}/albums?include_groups=album,single&limit=20&market={market}")).GetProperty("items").EnumerateArray()
            .Select(album => (Id: album.GetProperty("id").GetString()!, Date: album.GetProperty("release_date").GetString()!))
            .Where(album => string.CompareOrdinal(album.Date, first) >= 0)
            .OrderByDescending(album => album.Date, StringComparer.Ordinal)
            .Take(10)
            .Select(album => album.Id)];
    }

    public async Task<IReadOnlyList<string>> AlbumTracksAsync(string album, string market) =>
        [.. (await GetAsync($"albums/{album}/tracks?limit=50&market={market}")).GetProperty("items").EnumerateArray().Select(track => track.GetProperty("id").GetString()!)];

    public Task TrackAsync(string id, string market) => GetAsync($"tracks/{id}?market={market}");

    public Task TracksAsync(IReadOnlyList<string> ids, string market) => GetAsync($"tracks?ids={string.Join(',', ids)}&market={market}");

    private async Task<JsonElement> GetAsync(string path)
    {
        Interlocked.Increment(ref _calls);
        using var request = new HttpRequestMessage(HttpMethod.Get, settings["Spotify:ApiBaseAddress"] + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var answer = await http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }
}
