using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StoryBeats.Fakes;

namespace StoryBeats.Server.Tests;

public sealed class LogTests
{
    private const string Mark = "Zanzibar-4711";

    [Fact]
    public async Task Logs_hold_nothing_of_the_photo_its_name_or_its_visitor()
    {
        // Another address of this machine, so that the visitor's is told from the server's own.
        var visitor = OperatingSystem.IsLinux() ? IPAddress.Parse("127.0.0.77") : IPAddress.Loopback;
        using var log = new RecordingLog();
        await using var server = await RunningServer.StartLoggingAsync(log, "--Logging:LogLevel:StoryBeats=Trace");
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectFrom(visitor) }) { BaseAddress = server.Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "tlh-QM-x-" + Mark.ToLowerInvariant() + ", tlh-QM");
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", Mark);
        byte[] marked = [.. RenderedPhoto.Good, .. Encoding.ASCII.GetBytes(Mark)];

        foreach (var path in (string[])["/api/analyze", "/api/v2/recommendations", "/api/nothing"])
        {
            foreach (var photo in (byte[][])[marked, marked[..(marked.Length / 2)], Encoding.ASCII.GetBytes(Mark), [], new byte[(16 * 1024 * 1024) + 1]])
                await PostAsync(client, path, Form.Of(photo, Mark + ".jpg").Field(Mark, Mark).Field("languages", "en"));
            await PostAsync(client, path, new Form().Raw(Mark));
        }

        log.Lines.ShouldNotBeEmpty();
        log.Lines.ShouldContain(line => line.Contains("Recommended", StringComparison.Ordinal));
        log.Lines.ShouldContain(line => line.Contains("Photo rejected", StringComparison.Ordinal));
        var all = string.Join('\n', log.Lines);
        all.ShouldNotContain(Mark, Case.Insensitive);
        all.ShouldNotContain(Convert.ToBase64String(marked.AsSpan(0, 24)));
        all.ShouldNotContain("tlh", Case.Insensitive);
        all.ShouldNotContain("JFIF");
        if (OperatingSystem.IsLinux())
            all.ShouldNotContain(visitor.ToString());
    }

    [Fact]
    public async Task A_whole_visit_leaves_nothing_personal_in_the_log_of_one_who_debugs()
    {
        const string admin = "a-token-of-twenty-four-letters";
        var address = OperatingSystem.IsLinux() ? IPAddress.Parse("127.0.0.78") : IPAddress.Loopback;
        await using var fakes = await FakeServices.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        // As the JSON log has it: without ASP.NET's scopes.
        using var log = new RecordingLog { HasScopes = false };
        await using var server = await RunningServer.StartLoggingAsync(
        log,
        [
            .. SpotifyVisitor.Settings(fakes), .. Models.Settings(fakes, FakeService.Anthropic), "--Previews:Enabled=true", "--RateLimits:Enabled=false",
            "--Logging:LogLevel:Default=Debug", $"--Admin:Token={admin}",
        ]);
        using var handler = new SocketsHttpHandler { ConnectCallback = ConnectFrom(address) };
        using var client = new HttpClient(handler) { BaseAddress = server.Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", Mark);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + admin);

        await PostAsync(client, "/api/analyze", Form.Of(RenderedPhoto.Located, Mark + ".jpg"));
        using var visitor = new SpotifyVisitor(server);
        var back = await visitor.GoAsync(await visitor.BeginAsync());
        (await visitor.EndAsync(back)).ShouldBeOk();
        var opened = (await server.AnalyzeAsync(RenderedPhoto.Located)).ShouldBeOk();
        (await server.LikeAsync(opened.SessionId, opened.SongIds[0])).ShouldBeOk();
        await visitor.PlaylistAsync(opened.SessionId, $$"""{"name": "{{Mark}}", "songs": "shown"}""");
        (await server.PostJsonAsync("/api/feedback", $$"""{"session_id": "{{opened.SessionId}}", "song_id": "{{Mark}}", "song_name": "{{Mark}}", "artist_name": "{{Mark}}", "feedback": 1}""")).Text.ShouldNotBeEmpty();
        await client.GetAsync($"/api/v2/sessions/{opened.SessionId}?{Mark}", TestContext.Current.CancellationToken);
        await client.GetAsync("/api/stats", TestContext.Current.CancellationToken);

        log.Lines.ShouldContain(line => line.StartsWith("Debug", StringComparison.Ordinal));
        log.Lines.ShouldContain(line => line.Contains("Recommended", StringComparison.Ordinal));
        var query = System.Web.HttpUtility.ParseQueryString(back.Query);
        string[] personal =
        [
            Mark, RenderedPhoto.Latitude, opened.SessionId, address.ToString() == "127.0.0.1" ? Mark : address.ToString(), admin, query["code"]!, query["state"]!,
            fakes.Settings.ClientSecret, "fakevisitor", .. visitor.Cookies.GetAllCookies().Select(cookie => cookie.Value), .. opened.SongIds,
        ];
        foreach (var value in personal)
            log.Lines.Where(line => line.Contains(value, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(value);
    }

    [Fact]
    public async Task Logs_hold_no_faults_for_what_clients_do_wrong()
    {
        using var log = new RecordingLog();
        await using var server = await RunningServer.StartLoggingAsync(log, "--RateLimits:Enabled=false");

        foreach (var input in BadInput.All.Values)
            await server.PostAsync("/api/analyze", input.ContentType, input.Body);

        log.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fault_of_the_servers_own_is_logged_and_told_without_its_inside()
    {
        using var log = new RecordingLog();
        await using var server = await RunningServer.StartAsync(app =>
        {
            app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
            app.MapGet("/api/fault", string () => throw new InvalidOperationException("secret inside"));
        });

        var answer = await server.GetAsync("/api/fault");

        answer.ShouldBeError(500).ShouldNotContain("secret");
        log.Faults.ShouldContain(line => line.Contains("secret inside", StringComparison.Ordinal));
    }

    private static Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> ConnectFrom(IPAddress address) => async (context, cancellationToken) =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    };

    private static async Task PostAsync(HttpClient client, string path, Form form)
    {
        using var content = new ByteArrayContent(form.ToBytes());
        content.Headers.TryAddWithoutValidation("Content-Type", form.ContentType);
        using var response = await client.PostAsync(path, content, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBeLessThan(500);
    }
}
