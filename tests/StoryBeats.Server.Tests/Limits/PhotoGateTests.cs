using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Photos;

namespace StoryBeats.Server.Tests.Limits;

/// <summary>Few photos are decoded at once, some wait, the rest is told to come back.</summary>
public sealed class PhotoGateTests
{
    private const string V2 = "/api/v2/recommendations";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_all_places_are_taken_every_way_to_send_a_photo_says_when_to_come_back()
    {
        await using var server = await RunningServer.StartAsync("--Photos:MaxConcurrent=1", "--Photos:MaxWaiting=0");
        using (await Gate(server).EnterAsync(Cancellation))
        {
            ShouldSayBusy(await server.AnalyzeAsync(RenderedPhoto.Good), answer => answer.ShouldBeError(503));
            ShouldSayBusy(await server.PostAsync(V2, Form.Of(RenderedPhoto.Good)), answer => answer.ShouldBeProblem(503));
            ShouldSayBusy(await server.PostAsync(V2, Form.Of(RenderedPhoto.Good), "text/event-stream"), answer => answer.ShouldBeProblem(503));
        }

        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
    }

    [Fact]
    public async Task A_photo_that_is_rejected_frees_its_place()
    {
        await using var server = await RunningServer.StartAsync("--Photos:MaxConcurrent=1", "--Photos:MaxWaiting=0");

        for (var again = 0; again < 3; again++)
        {
            (await server.AnalyzeAsync(RenderedPhoto.Good[..^100])).ShouldBeError(400);
            (await server.AnalyzeAsync([])).ShouldBeError(400);
        }

        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
    }

    [Fact]
    public async Task A_visitor_who_waits_is_answered_in_turn_and_one_who_goes_away_frees_the_place()
    {
        await using var server = await RunningServer.StartAsync("--Photos:MaxConcurrent=1", "--Photos:MaxWaiting=1", "--Photos:MaxWaitSeconds=120");
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = server.Address };
        using var hangUp = new CancellationTokenSource();
        var place = await Gate(server).EnterAsync(Cancellation);
        var leaving = PostAsync(client, hangUp.Token);
        await Models.UntilAsync(() => Gate(server).Waiting == 1);
        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeError(503);

        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => leaving);
        await Models.UntilAsync(() => Gate(server).Waiting == 0);
        var waiting = server.AnalyzeAsync(RenderedPhoto.Good);
        await Models.UntilAsync(() => Gate(server).Waiting == 1);
        place!.Dispose();

        (await waiting).ShouldBeOk();
    }

    [Fact]
    public async Task A_photo_does_not_wait_longer_than_is_set()
    {
        await using var server = await RunningServer.StartAsync("--Photos:MaxConcurrent=1", "--Photos:MaxWaitSeconds=0.1");
        using var place = await Gate(server).EnterAsync(Cancellation);

        (await server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeError(503);
        Gate(server).Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Without_room_for_its_bytes_a_photo_is_refused_before_it_is_sent()
    {
        await using var server = await RunningServer.StartAsync("--Photos:MaxBytesAtOnce=16777216", "--Photos:MaxWaiting=0");
        using var held = await Gate(server).HoldAsync(16 << 20, Cancellation);
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port, Cancellation);
        await using var stream = socket.GetStream();

        // All that is sent is the head.
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /api/analyze HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000000\r\n\r\n"), Cancellation);
        using var reader = new StreamReader(stream);

        (await reader.ReadLineAsync(Cancellation)).ShouldBe("HTTP/1.1 503 Service Unavailable");
    }

    [Fact]
    public async Task A_photo_that_does_not_arrive_gives_its_room_back()
    {
        await using var server = await RunningServer.StartAsync("--Photos:MaxBytesAtOnce=16777216", "--Photos:MaxWaiting=0", "--Photos:MaxUploadSeconds=1");
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port, Cancellation);
        await using var stream = socket.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /api/analyze HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 16777216\r\n\r\n--b\r\n"), Cancellation);
        using var reader = new StreamReader(stream);

        (await reader.ReadLineAsync(Cancellation)).ShouldBe("HTTP/1.1 408 Request Timeout");
        socket.Close();
        await Models.UntilAsync(() => HasRoom(server));
    }

    private static bool HasRoom(RunningServer server)
    {
        using var room = Gate(server).HoldAsync(16 << 20, Cancellation).GetAwaiter().GetResult();
        return room is not null;
    }

    private static PhotoGate Gate(RunningServer server) => server.Services.GetRequiredService<PhotoGate>();

    private static async Task PostAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var form = Form.Of(RenderedPhoto.Good);
        using var content = new ByteArrayContent(form.ToBytes());
        content.Headers.TryAddWithoutValidation("Content-Type", form.ContentType);
        using var response = await client.PostAsync("/api/analyze", content, cancellationToken);
    }

    private static void ShouldSayBusy(Answer answer, Func<Answer, string> shouldBe)
    {
        shouldBe(answer).ShouldContain("Send yours again");
        answer.Code.ShouldBe("busy");
        int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);
    }
}
