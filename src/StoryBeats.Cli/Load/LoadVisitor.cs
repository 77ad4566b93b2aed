using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StoryBeats.Cli.Load;

/// <summary>Somebody who opens the page, sends a photo, plays with the songs, and comes again with another.</summary>
internal sealed class LoadVisitor(HttpClient client, LoadPhotos photos, LoadTally tally, LoadOptions options, Random random)
{
    private static readonly string[] Wishes = ["energy", "valence", "freshness"];
    private static readonly string[] Signals = ["spotify_click", "preview_play", "preview_complete"];

    /// <summary>Visits until it is cancelled.</summary>
    public async Task VisitAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await ThinkAsync(cancellationToken);
                await CallAsync("page", new HttpRequestMessage(HttpMethod.Get, "/"), cancellationToken);
                await ThinkAsync(cancellationToken);
                if (await SendPhotoAsync(cancellationToken) is not ({ } session, { Count: > 0 } songs))
                    continue;

                for (var left = random.Next((2 * options.FollowUps) + 1); left > 0; left--)
                {
                    await ThinkAsync(cancellationToken);
                    await ActAsync(session, songs[random.Next(songs.Count)], cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    private Task ThinkAsync(CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) * options.ThinkSeconds), cancellationToken);

    private async Task<(string? Session, IReadOnlyList<string> Songs)> SendPhotoAsync(CancellationToken cancellationToken)
    {
        var (action, path, accept) = random.Next(3) switch
        {
            0 => ("photo, v1", "/api/analyze", "application/json"),
            1 => ("photo, v2", "/api/v2/recommendations", "application/json"),
            _ => ("photo, events", "/api/v2/recommendations", "text/event-stream"),
        };
        var file = new ByteArrayContent(photos.Next(random));
        file.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new MultipartFormDataContent { { file, "photo", "photo.jpg" } } };
        request.Headers.Accept.ParseAdd(accept);
        return await CallAsync(action, request, cancellationToken) is { } answer ? Read(answer) : (null, []);
    }

    private Task ActAsync(string session, string song, CancellationToken cancellationToken) => random.NextDouble() switch
    {
        < .30 => PostAsync("more songs", "/api/more-songs", new() { ["session_id"] = session }, cancellationToken),
        < .60 => PostAsync("slider", $"/api/v2/sessions/{session}/refine", new() { [Wishes[random.Next(Wishes.Length)]] = Math.Round(random.NextDouble(), 2) }, cancellationToken),
        < .75 => PostAsync("like or dislike", "/api/feedback", Verdict(session, song), cancellationToken),
        < .92 => PostAsync("signal", "/api/feedback/implicit", new() { ["session_id"] = session, ["song_id"] = song, ["signal_type"] = Signals[random.Next(Signals.Length)] }, cancellationToken),
        _ => CallAsync("session", new HttpRequestMessage(HttpMethod.Get, $"/api/v2/sessions/{session}"), cancellationToken),
    };

    private JsonObject Verdict(string session, string song) =>
        new() { ["session_id"] = session, ["song_id"] = song, ["song_name"] = "A song", ["artist_name"] = "An artist", ["feedback"] = random.Next(2) == 0 ? 1 : -1 };

    private Task PostAsync(string action, string path, JsonObject body, CancellationToken cancellationToken) =>
        CallAsync(action, new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") }, cancellationToken);

    // Null unless it was answered as it should be.
    private async Task<string?> CallAsync(string action, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var asked = request;
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var response = await client.SendAsync(asked, cancellationToken);
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            tally.Add(action, ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture), Stopwatch.GetElapsedTime(start));
            return response.IsSuccessStatusCode ? answer : null;
        }
        catch (HttpRequestException fault)
        {
            tally.Add(action, fault.HttpRequestError.ToString(), Stopwatch.GetElapsedTime(start));
            return null;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            tally.Add(action, "no answer in time", Stopwatch.GetElapsedTime(start));
            return null;
        }
    }

    private static (string? Session, IReadOnlyList<string> Songs) Read(string answer)
    {
        // Of events, the last that has songs.
        var json = answer.StartsWith('{') ? answer : answer.Split('\n').Last(line => line.StartsWith("data: ", StringComparison.Ordinal) && line.Contains("\"songs\"", StringComparison.Ordinal))["data: ".Length..];
        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json));
        var root = document.RootElement;
        return (root.GetProperty("session_id").GetString(), [.. root.GetProperty("songs").EnumerateArray().Select(song => song.GetProperty("id").GetString()!)]);
    }
}
