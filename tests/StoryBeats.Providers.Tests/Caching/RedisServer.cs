using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using StoryBeats.Providers.Caching;

namespace StoryBeats.Providers.Tests.Caching;

/// <summary>A real Redis on a free port, where the machine has one.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TempFolder _folder;

    private RedisServer(Process process, TempFolder folder, int port)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Starts one, or skips the test.</summary>
    public static async Task<RedisServer> StartAsync(int? port = null)
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "redis-server is not on the PATH.");

        var chosen = port ?? FreePort();
        var folder = new TempFolder();
        var process = Process.Start(new ProcessStartInfo(program!, ["--port", $"{chosen}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder.Path])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
                break;
        }

        process.HasExited.ShouldBeFalse();
        return new RedisServer(process, folder, chosen);
    }

    /// <summary>A connection that is up: on a busy machine it may take longer than a visitor would wait.</summary>
    public async Task<RedisConnection> ConnectAsync()
    {
        var connection = new RedisConnection(ConnectionString);
        await WhenUpAsync(connection);
        return connection;
    }

    /// <summary>Waits until the connection of a program is up.</summary>
    public static Task ConnectAsync(IServiceProvider program) => WhenUpAsync(program.GetRequiredService<RedisConnection>());

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task WhenUpAsync(RedisConnection connection)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                await (await connection.GetAsync(patience.Token)).GetDatabase().PingAsync();
                return;
            }
            catch (RedisException)
            {
                await Task.Delay(20, patience.Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }
}
