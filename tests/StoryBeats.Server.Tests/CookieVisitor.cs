namespace StoryBeats.Server.Tests;

/// <summary>A visitor whose browser keeps the profile's cookie.</summary>
/// <param name="server">The server visited.</param>
internal sealed class CookieVisitor(RunningServer server)
{
    public const string Profile = "/api/v2/profile";
    public const string CookieName = "storybeats_profile";

    /// <summary>The cookie's value, or null.</summary>
    public string? Cookie { get; set; }

    public Task<Answer> RememberAsync() => SendAsync(HttpMethod.Post, Profile);

    public Task<Answer> SeeAsync() => SendAsync(HttpMethod.Get, Profile);

    public Task<Answer> ForgetAsync() => SendAsync(HttpMethod.Delete, Profile);

    public async Task<Answer> AnalyzeAsync(byte[] photo, string path = "/api/analyze")
    {
        var form = Form.Of(photo);
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(form.ToBytes()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", form.ContentType);
        return await SendAsync(request);
    }

    public Task<Answer> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return SendAsync(request);
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        if (Cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", $"{CookieName}={Cookie}");
        var answer = await server.SendAsync(request);
        if (answer.Headers.TryGetValue("Set-Cookie", out var set) && set.StartsWith(CookieName + "=", StringComparison.Ordinal))
            Cookie = set[(CookieName.Length + 1)..].Split(';')[0] is { Length: > 0 } value ? value : null;
        return answer;
    }
}
