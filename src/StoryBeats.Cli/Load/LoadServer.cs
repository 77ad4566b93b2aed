using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace StoryBeats.Cli.Load;

/// <summary>A server of our own on a free port of this machine, with a data folder that goes with it.</summary>
internal sealed class LoadServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private LoadServer(Process process, string folder, Uri address)
    {
        _process = process;
        _folder = folder;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it, without limits: all visitors come from one address.</summary>
    public static LoadServer Start()
    {
        var folder = Directory.CreateTempSubdirectory("storybeats-load-").FullName;
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        // The command may have been started by `dotnet`, which then is the program.
        var program = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? [Path.Combine(AppContext.BaseDirectory, "StoryBeats.Cli.dll")] : [];
        var start = new ProcessStartInfo(program, [.. self, "serve", "--urls", address.AbsoluteUri])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment =
            {
                ["RateLimits__Enabled"] = "false",
                ["Previews__Enabled"] = "false",
                ["StoryBeats__DataDirectory"] = folder,
                ["Logging__LogLevel__Default"] = "Warning",
            },
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("The server could not be started.");
        process.OutputDataReceived += static (_, _) => { }; // a full pipe would stop it
        process.BeginOutputReadLine();
        return new LoadServer(process, folder, address);
    }

    /// <summary>What it holds in memory now, in megabytes.</summary>
    public double MemoryMb()
    {
        _process.Refresh();
        return _process.WorkingSet64 / 1048576.0;
    }

    /// <summary>Processor time it has used, of all cores together.</summary>
    public TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
