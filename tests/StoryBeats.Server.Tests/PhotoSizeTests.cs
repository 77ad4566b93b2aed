using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace StoryBeats.Server.Tests;

public sealed class PhotoSizeTests(SharedServer shared)
{
    private const int MebiByte = 1024 * 1024;
    private const int Limit = 16 * MebiByte;

    private readonly RunningServer _server = shared.Server;

    [Theory]
    [InlineData(15 * MebiByte, false)]
    [InlineData(Limit, false)]
    [InlineData(Limit, true)]
    public async Task A_photo_up_to_the_limit_is_read(int bytes, bool chunked)
    {
        var answer = await _server.SendAsync(Upload("/api/analyze", RenderedPhoto.OfSize(bytes), chunked));

        answer.ShouldBeOk().SongIds.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData(Limit + 1, false)]
    [InlineData(Limit + 1, true)]
    [InlineData(Limit + (100 * 1024), false)]
    [InlineData(17 * MebiByte, false)]
    public async Task A_larger_photo_is_too_large(int bytes, bool chunked)
    {
        var v1 = await _server.SendAsync(Upload("/api/analyze", RenderedPhoto.OfSize(bytes), chunked));
        var v2 = await _server.SendAsync(Upload("/api/v2/recommendations", RenderedPhoto.OfSize(bytes), chunked));

        v1.ShouldBeError(413).ShouldContain("16 MiB");
        v2.ShouldBeProblem(413).ShouldContain("16 MiB");
    }

    [Fact]
    public async Task What_says_that_it_is_too_large_is_refused_before_it_is_sent()
    {
        var head = string.Create(CultureInfo.InvariantCulture,
            $"POST /api/analyze HTTP/1.1\r\nHost: {_server.Address.Authority}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {100L * 1024 * MebiByte}\r\n\r\n");

        var answer = await ExchangeAsync(Encoding.ASCII.GetBytes(head), endOfSending: false);

        answer.ShouldStartWith("HTTP/1.1 413");
        answer.ShouldContain("16 MiB");
    }

    [Theory]
    [InlineData(17)]
    [InlineData(40)]
    public async Task A_larger_photo_in_chunks_is_cut_short(int mebibytes)
    {
        var form = new Form("b").File("photo", RenderedPhoto.OfSize(mebibytes * MebiByte)).ToBytes();
        var head = string.Create(CultureInfo.InvariantCulture,
            $"POST /api/analyze HTTP/1.1\r\nHost: {_server.Address.Authority}\r\nContent-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n{form.Length:x}\r\n");

        var answer = await ExchangeAsync([.. Encoding.ASCII.GetBytes(head), .. form, .. "\r\n0\r\n\r\n"u8], endOfSending: false);

        answer.ShouldStartWith("HTTP/1.1 413");
        answer.ShouldContain("16 MiB");
    }

    [Fact]
    public async Task A_body_in_broken_chunks_is_a_bad_request()
    {
        var head = $"POST /api/analyze HTTP/1.1\r\nHost: {_server.Address.Authority}\r\nContent-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nno chunk\r\n0\r\n\r\n";

        var answer = await ExchangeAsync(Encoding.ASCII.GetBytes(head), endOfSending: false);

        answer.ShouldStartWith("HTTP/1.1 400");
    }

    [Theory]
    [InlineData("Content-Length: 100000", "--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\nsome")]
    [InlineData("Transfer-Encoding: chunked", "20\r\n--b\r\nContent-Disposition: form-d\r\n")]
    public async Task A_client_that_hangs_up_early_is_no_fault_of_the_server(string framing, string body)
    {
        var bytes = Encoding.ASCII.GetBytes(
            $"POST /api/analyze HTTP/1.1\r\nHost: {_server.Address.Authority}\r\nContent-Type: multipart/form-data; boundary=b\r\n{framing}\r\n\r\n{body}");

        var answer = await ExchangeAsync(bytes, endOfSending: true);

        // Nobody listens any more; what matters is that nothing else suffers.
        answer.ShouldNotContain("HTTP/1.1 5");
        (await _server.AnalyzeAsync(RenderedPhoto.Good)).ShouldBeOk();
    }

    private static HttpRequestMessage Upload(string path, byte[] photo, bool chunked)
    {
        var form = Form.Of(photo);
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = chunked ? new StreamContent(new MemoryStream(form.ToBytes())) : new ByteArrayContent(form.ToBytes());
        request.Content.Headers.TryAddWithoutValidation("Content-Type", form.ContentType);
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        return request;
    }

    private async Task<string> ExchangeAsync(byte[] bytes, bool endOfSending)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_server.Address.Host, _server.Address.Port, TestContext.Current.CancellationToken);
        var sending = SendAsync(socket, bytes, endOfSending);

        var answer = new StringBuilder();
        var buffer = new byte[4096];
        int read;
        while (!answer.ToString().Contains(".\"}", StringComparison.Ordinal)
            && (read = await ReceiveAsync(socket, buffer)) > 0)
        {
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        socket.Close();
        await sending;
        return answer.ToString();
    }

    // A reset ends an answer as well as a close.
    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    // A server may close before it has taken everything.
    private static async Task SendAsync(Socket socket, byte[] bytes, bool endOfSending)
    {
        try
        {
            await socket.SendAsync(bytes, TestContext.Current.CancellationToken);
            if (endOfSending)
                socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            TestContext.Current.SendDiagnosticMessage("Not everything was sent: {0}", fault.Message);
        }
    }
}
