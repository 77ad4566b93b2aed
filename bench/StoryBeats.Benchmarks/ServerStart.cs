using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace StoryBeats.Benchmarks;

/// <summary>Starts the server as its own process and asks until it answers.</summary>
internal static class ServerStart
{
    public static async Task<string> FirstAnswerAsync(byte[] photo, string dataFolder)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "StoryBeats.Server.dll"), "--urls", address.AbsoluteUri, $"--StoryBeats:DataDirectory={dataFolder}" },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var server = Process.Start(start)!;
        try
        {
            using var client = LoopbackClient.At(address);
            while (true)
            {
                try
                {
                    return await client.RecommendAsync(photo);
                }
                catch (HttpRequestException refused) when (refused.HttpRequestError is HttpRequestError.ConnectionError && !server.HasExited)
                {
                    await Task.Delay(10);
                }
            }
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
