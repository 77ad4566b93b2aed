using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using StoryBeats.Fakes;
using StoryBeats.Server;

namespace StoryBeats.Benchmarks;

/// <summary>A server in this process over real sockets, on a database of its own, and somebody who asks it.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private static readonly Uri Recommendations = new("/api/v2/recommendations", UriKind.Relative);
    private static readonly Uri MoreSongs = new("/api/more-songs", UriKind.Relative);

    private readonly BenchFolder _folder = new();
    private readonly WebApplication _server;
    private readonly HttpClient _client;

    private ModelServer(FakeServices fakes, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        // Songs come from this machine; what else it asks is the fakes'.
        var others = fakes.StoryBeatsSettings.Where(setting => !setting.Key.StartsWith("Spotify:", StringComparison.Ordinal));
        _server = StoryBeatsServer.Build(
        [
            "--urls", "http://127.0.0.1:0", "--RateLimits:Enabled=false", "--Logging:LogLevel:Default=Error", $"--StoryBeats:DataDirectory={_folder.Path}",
            .. others.Concat(settings).Select(setting => $"--{setting.Key}={setting.Value}"),
        ]);
        _client = new HttpClient(new SocketsHttpHandler());
    }

    public static async Task<ModelServer> StartAsync(FakeServices fakes, params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var server = new ModelServer(fakes, settings);
        await server._server.StartAsync();
        server._client.BaseAddress = new Uri(server._server.Urls.First());
        return server;
    }

    /// <summary>Asks for one JSON answer.</summary>
    public async Task<ModelAnswerTimes> AskAsync(byte[] photo)
    {
        var start = Stopwatch.GetTimestamp();
        using var request = Request(photo, "application/json");
        using var response = await _client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var end = Stopwatch.GetTimestamp();
        using var answer = JsonDocument.Parse(bytes);
        return new ModelAnswerTimes(start, end, end, IsDraft: false, answer.RootElement.GetProperty("session_id").GetString()!);
    }

    /// <summary>Asks for events.</summary>
    public async Task<ModelAnswerTimes> ListenAsync(byte[] photo)
    {
        var start = Stopwatch.GetTimestamp();
        using var request = Request(photo, "text/event-stream");
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
            throw new InvalidOperationException("This server answers no events to photos: the rows of its stages cannot be measured.");

        using var stream = await response.Content.ReadAsStreamAsync();
        (long At, bool IsDraft)? songs = null;
        var session = "";
        await foreach (var item in SseParser.Create(stream).EnumerateAsync())
        {
            var now = Stopwatch.GetTimestamp();
            switch (item.EventType)
            {
                case "songs":
                    using (var data = JsonDocument.Parse(item.Data))
                        songs ??= (now, data.RootElement.GetProperty("draft").GetBoolean());
                    break;
                case "done" when songs is { } first:
                    using (var data = JsonDocument.Parse(item.Data))
                        session = data.RootElement.TryGetProperty("session_id", out var id) ? id.GetString()! : "";
                    return new ModelAnswerTimes(start, first.At, now, first.IsDraft, session);
                case "error":
                    throw new InvalidOperationException($"The bench's photo was not answered with songs: {item.Data}");
            }
        }

        throw new InvalidOperationException("The events ended before they were done.");
    }

    /// <summary>Asks for five more songs.</summary>
    public async Task<TimeSpan> MoreAsync(string session)
    {
        var start = Stopwatch.GetTimestamp();
        using var response = await _client.PostAsJsonAsync(MoreSongs, new Dictionary<string, string>(StringComparer.Ordinal) { ["session_id"] = session });
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(start);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private static HttpRequestMessage Request(byte[] photo, string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Recommendations)
        {
            Content = new MultipartFormDataContent { { new ByteArrayContent(photo), "photo", "photo.jpg" } },
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        return request;
    }
}

/// <summary>When an answer came, in ticks of <see cref="Stopwatch"/>.</summary>
/// <param name="Start">When it was asked.</param>
/// <param name="Songs">When the first songs were there.</param>
/// <param name="End">When all was there.</param>
/// <param name="IsDraft">Whether the first songs were a draft's.</param>
/// <param name="Session">The session, or empty where the events do not name it.</param>
internal readonly record struct ModelAnswerTimes(long Start, long Songs, long End, bool IsDraft, string Session)
{
    public TimeSpan ToSongs => Stopwatch.GetElapsedTime(Start, Songs);

    public TimeSpan ToEnd => Stopwatch.GetElapsedTime(Start, End);
}
