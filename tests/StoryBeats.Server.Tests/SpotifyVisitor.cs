using System.Net;
using System.Text;
using System.Web;
using StoryBeats.Fakes;

namespace StoryBeats.Server.Tests;

/// <summary>A visitor with a browser's cookies who has an account at the fake Spotify.</summary>
internal sealed class SpotifyVisitor : IDisposable
{
    private readonly HttpClient _client;

    public SpotifyVisitor(RunningServer server) =>
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = server.Address };

    public CookieContainer Cookies { get; } = new();

    /// <summary>Settings of a server that uses the fakes, and fetches nothing that nobody asked for.</summary>
    public static string[] Settings(FakeServices fakes) =>
        [.. fakes.StoryBeatsSettings.Select(setting => $"--{setting.Key}={setting.Value}"), "--Spotify:Prewarm=false",
            // What comes of a photo is not to depend on how fast this machine is.
            "--Spotify:DeadlineSeconds=30", "--Spotify:EnoughSeconds=30"];

    /// <summary>Asks where to sign in.</summary>
    public async Task<Uri> BeginAsync() => new((await GetAsync("/api/spotify/auth")).ShouldBeOk().Json.GetProperty("auth_url").GetString()!);

    /// <summary>Goes to Spotify, which sends the visitor back at once.</summary>
    public async Task<Uri> GoAsync(Uri address)
    {
        using var response = await _client.GetAsync(address, TestContext.Current.CancellationToken);
        return response.Headers.Location.ShouldNotBeNull();
    }

    /// <summary>Comes back with what Spotify gave.</summary>
    public Task<Answer> EndAsync(Uri back)
    {
        var query = HttpUtility.ParseQueryString(back.Query);
        return EndAsync(query["code"], query["state"]);
    }

    public Task<Answer> EndAsync(string? code, string? state) =>
        PostAsync("/api/spotify/callback", $"{{\"code\": {FeedbackClient.Quoted(code ?? "")}, \"state\": {FeedbackClient.Quoted(state ?? "")}}}");

    public async Task SignInAsync() => (await EndAsync(await GoAsync(await BeginAsync()))).ShouldBeOk();

    public Task<Answer> PlaylistAsync(string session, string json = "{}") => PostAsync($"/api/v2/sessions/{session}/playlist", json);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public Task<Answer> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"));

    public void Dispose() => _client.Dispose();

    private async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }
}
