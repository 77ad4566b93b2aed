using System.Text;

namespace StoryBeats.Server.Tests;

public sealed class PrivacyTests
{
    private const string Mark = "Zanzibar-4711";
    private const string Forwarded = "203.0.113.77";

    [Fact]
    public async Task No_photo_no_address_and_no_browser_is_ever_stored()
    {
        using var data = new TempFolder();
        byte[] photo = [.. RenderedPhoto.Jpeg(320, 240, seed: 77), .. Encoding.ASCII.GetBytes(Mark)];
        (string, string)[] headers =
        [
            ("User-Agent", $"Mozilla/5.0 ({Mark})"), ("X-Forwarded-For", Forwarded), ("Forwarded", $"for={Forwarded}"), ("Referer", $"https://{Mark}.example/"),
            ("Accept-Language", "tlh-QM"),
        ];
        await using (var server = await RunningServer.StartAsync($"--StoryBeats:DataDirectory={data.Root}"))
        {
            var visitor = new CookieVisitor(server);
            await visitor.RememberAsync();
            foreach (var cookie in (string?[])[null, visitor.Cookie])
            {
                foreach (var path in (string[])["/api/analyze", "/api/v2/recommendations"])
                    await VisitAsync(server, path, photo, [.. headers, ("Cookie", $"{CookieVisitor.CookieName}={cookie}")]);
            }
        }

        var files = Directory.GetFiles(data.Root, "*", SearchOption.AllDirectories);
        files.ShouldContain(file => new FileInfo(file).Length > 0);
        foreach (var file in files)
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            foreach (var forbidden in Forbidden(photo))
                Contains(bytes, forbidden).ShouldBeFalse($"{Path.GetFileName(file)} holds {Encoding.Latin1.GetString(forbidden)}");
        }
    }

    // As they are, and as text would hold them.
    private static IEnumerable<byte[]> Forbidden(byte[] photo)
    {
        foreach (var text in (string[])[Mark, Forwarded, "127.0.0.1", "Mozilla"])
        {
            yield return Encoding.UTF8.GetBytes(text);
            yield return Encoding.Unicode.GetBytes(text);
            yield return Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))[..^4]);
        }

        var middle = photo[(photo.Length / 2)..((photo.Length / 2) + 24)];
        yield return middle;
        yield return photo[..24];
        yield return Encoding.ASCII.GetBytes(Convert.ToBase64String(photo[..24]));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexString(middle));
        yield return [203, 0, 113, 77];
    }

    private static bool Contains(byte[] bytes, byte[] part) => bytes.AsSpan().IndexOf(part) >= 0;

    private static async Task VisitAsync(RunningServer server, string path, byte[] photo, (string, string)[] headers)
    {
        var form = Form.Of(photo, Mark + ".jpg");
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(form.ToBytes()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", form.ContentType);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var opened = (await server.SendAsync(request)).ShouldBeOk();

        var (session, song) = (opened.SessionId, opened.SongIds[0]);
        await SendAsync("/api/feedback", $"{{\"session_id\": \"{session}\", \"song_id\": \"{song}\", \"song_name\": \"{Mark}\", \"artist_name\": \"{Mark}\", \"feedback\": -1, \"reason\": \"too_slow\", \"note\": \"{Mark}\"}}");
        await SendAsync("/api/feedback/implicit", $"{{\"session_id\": \"{session}\", \"song_id\": \"{song}\", \"song_name\": \"{Mark}\", \"signal_type\": \"preview_play\"}}");
        await SendAsync("/api/more-songs", $"{{\"session_id\": \"{session}\", \"analysis\": {{\"mood\": \"{Mark}\"}}}}");
        await SendAsync($"/api/v2/sessions/{session}/mood", $"{{\"mood\": \"moody\", \"note\": \"{Mark}\"}}");

        async Task SendAsync(string address, string json) => (await server.SendAsync(HttpMethod.Post, address, json, headers)).ShouldBeOk();
    }
}
