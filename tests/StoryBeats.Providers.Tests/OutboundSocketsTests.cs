using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace StoryBeats.Providers.Tests;

public sealed class OutboundSocketsTests
{
    [Fact]
    public async Task Nobody_outside_can_send_us_to_another_address()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}/";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var asked = 0;
        var answering = AnswerAsync();
        using var services = new ServiceCollection().AddHttpClient("outside").KeepConnections(TimeSpan.FromMinutes(1)).Services.BuildServiceProvider();
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("outside");

        using var answer = await client.GetAsync(new Uri(address), TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await answering;

        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        asked.ShouldBe(1);

        async Task AnswerAsync()
        {
            try
            {
                while (true)
                {
                    using var visitor = await listener.AcceptTcpClientAsync(stop.Token);
                    asked++;
                    await using var stream = visitor.GetStream();
                    _ = await stream.ReadAsync(new byte[4096], TestContext.Current.CancellationToken);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 302 Found\r\nLocation: {address}metadata\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
                }
            }
            catch (OperationCanceledException)
            {
                TestContext.Current.SendDiagnosticMessage("Nobody is answered any more.");
            }
        }
    }
}
