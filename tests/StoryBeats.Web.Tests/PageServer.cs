using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using StoryBeats.Server;

namespace StoryBeats.Web.Tests;

/// <summary>The real server with a data folder of its own, gone afterwards.</summary>
public sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;
    private readonly ConcurrentDictionary<HttpContext, string> _open;

    private PageServer(WebApplication app, DirectoryInfo folder, ConcurrentDictionary<HttpContext, string> open)
    {
        _open = open;
        _app = app;
        _folder = folder;
        Address = new Uri(app.Urls.First());
        Client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = Address };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What it was built from.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Asks it without a browser.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts it without limits.</summary>
    public static async Task<PageServer> StartAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("storybeats-tests-");
        var app = StoryBeatsServer.Build(
        [
            "--urls", "http://127.0.0.1:0", "--RateLimits:Enabled=false", "--Logging:Console:LogLevel:Default=None", "--Previews:Enabled=false", $"--StoryBeats:DataDirectory={folder.FullName}",
            .. settings,
        ]);
        var open = new ConcurrentDictionary<HttpContext, string>();
        app.Use(async (context, next) =>
        {
            open[context] = context.Request.Path;
            try
            {
                await next(context);
            }
            finally
            {
                open.TryRemove(context, out _);
            }
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new PageServer(app, folder, open);
    }

    /// <summary>Cuts the connections over which an address is being answered.</summary>
    public void Cut(string path)
    {
        foreach (var (context, _) in _open.Where(call => call.Value == path))
            context.Abort();
    }

    /// <summary>Sends a photo.</summary>
    /// <returns>The session and its songs' ids.</returns>
    public async Task<(string Session, IReadOnlyList<string> Songs)> AnalyzeAsync(byte[] photo)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(photo), "photo", "photo.jpg" } };
        using var response = await Client.PostAsync("/api/analyze", form, TestContext.Current.CancellationToken);
        var answer = await ReadAsync(response);
        return (answer.GetProperty("session_id").GetString()!, [.. answer.GetProperty("songs").EnumerateArray().Select(song => song.GetProperty("id").GetString()!)]);
    }

    /// <summary>Likes (1) or dislikes (-1).</summary>
    public Task SayAsync(string session, string song, int feedback, string? reason = null) =>
        PostAsync("/api/feedback", new Dictionary<string, object?>(StringComparer.Ordinal) { ["session_id"] = session, ["song_id"] = song, ["feedback"] = feedback, ["reason"] = reason });

    /// <summary>Opens a song.</summary>
    public Task OpenAsync(string session, string song) =>
        PostAsync("/api/feedback/implicit", new Dictionary<string, object?>(StringComparer.Ordinal) { ["session_id"] = session, ["song_id"] = song, ["signal_type"] = "spotify_click" });

    /// <summary>Corrects a mood.</summary>
    public Task CorrectAsync(string session, string mood) =>
        PostAsync($"/api/v2/sessions/{session}/mood", new Dictionary<string, object?>(StringComparer.Ordinal) { ["mood"] = mood });

    /// <summary>What is kept of a session's feedback.</summary>
    public async Task<IReadOnlyList<JsonElement>> FeedbackAsync(string session)
    {
        using var response = await Client.GetAsync($"/api/v2/sessions/{session}", TestContext.Current.CancellationToken);
        return [.. (await ReadAsync(response)).GetProperty("feedback").EnumerateArray()];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task PostAsync(string path, Dictionary<string, object?> body)
    {
        using var response = await Client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        await ReadAsync(response);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        response.IsSuccessStatusCode.ShouldBeTrue(response.StatusCode.ToString());
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
