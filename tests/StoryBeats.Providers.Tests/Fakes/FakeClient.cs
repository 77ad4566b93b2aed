using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using StoryBeats.Fakes;

namespace StoryBeats.Providers.Tests.Fakes;

/// <summary>What a fake answered.</summary>
internal sealed record FakeAnswer(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers)
{
    /// <summary>The items of a search for tracks.</summary>
    public IReadOnlyList<JsonNode> Tracks => [.. Body!["tracks"]!["items"]!.AsArray().Select(item => item!)];
}

/// <summary>Asks the fakes as plainly as can be.</summary>
internal sealed class FakeClient(FakeServices fakes) : IDisposable
{
    /// <summary>Long enough for a verifier.</summary>
    public const string Verifier = "the-verifier-that-a-visitor's-session-keeps-to-itself";

    public const string RedirectUri = "http://127.0.0.1:8080/callback?from=spotify";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = fakes.Address };

    /// <summary>The token sent to Spotify's API, or null.</summary>
    public string? Bearer { get; set; }

    /// <summary>A client with an app's own token.</summary>
    public static async Task<FakeClient> WithTokenAsync(FakeServices fakes)
    {
        var client = new FakeClient(fakes);
        var answer = await client.TokenAsync(("grant_type", "client_credentials"), ("client_id", fakes.Settings.ClientId), ("client_secret", fakes.Settings.ClientSecret));
        client.Bearer = answer.Body!["access_token"]!.GetValue<string>();
        return client;
    }

    public Task<FakeAnswer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>A search of Spotify for tracks.</summary>
    public Task<FakeAnswer> SearchAsync(string query, string more = "&limit=10") =>
        GetAsync($"spotify/api/v1/search?type=track&q={Uri.EscapeDataString(query)}{more}");

    public Task<FakeAnswer> PostAsync(string path, JsonNode body) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) });

    public Task<FakeAnswer> TokenAsync(params (string Name, string Value)[] form) => SendAsync(new HttpRequestMessage(HttpMethod.Post, "spotify/accounts/api/token")
    {
        Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))),
    });

    /// <summary>Where a visitor is sent after the consent page, as parameters.</summary>
    public async Task<Dictionary<string, string>> AuthorizeAsync(string scope)
    {
        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var answer = await GetAsync($"spotify/accounts/authorize?client_id={fakes.Settings.ClientId}&response_type=code&state=s%26t&code_challenge_method=S256"
            + $"&code_challenge={challenge}&redirect_uri={Uri.EscapeDataString(RedirectUri)}&scope={Uri.EscapeDataString(scope)}");
        answer.Status.ShouldBe(HttpStatusCode.Redirect);
        return answer.Headers.Location!.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]), StringComparer.Ordinal);
    }

    /// <summary>Exchanges a code.</summary>
    public Task<FakeAnswer> ExchangeAsync(string code, string verifier = Verifier, string redirectUri = RedirectUri) => TokenAsync(
        ("grant_type", "authorization_code"), ("client_id", fakes.Settings.ClientId), ("code", code), ("redirect_uri", redirectUri), ("code_verifier", verifier));

    public void Dispose() => _http.Dispose();

    private async Task<FakeAnswer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (Bearer is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Bearer);
            using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return new FakeAnswer(response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null, response.Headers);
        }
    }
}
