using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace StoryBeats.Server.Tests;

/// <summary><c>storybeats serve</c> in a process of its own, once it says that it is ready.</summary>
internal sealed partial class ServeProcess : IDisposable
{
    private readonly Process _process;
    private readonly TempFolder _folder;
    private readonly Task<string> _output;
    private readonly Task<string> _error;
    private bool _isDisposed;

    private ServeProcess(Process process, TempFolder folder, Uri address, Task<string> error)
    {
        _process = process;
        _folder = folder;
        _error = error;
        Id = process.Id;
        Address = address;
        // Whoever does not read lets the server wait for its own log.
        _output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = address };
    }

    public int Id { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>All that it says from when it is ready to its end.</summary>
    public Task<string> Output => _output;

    /// <summary>Where it keeps what it keeps.</summary>
    public string DataDirectory => _folder.Root;

    public static Task<ServeProcess> StartAsync(params KeyValuePair<string, string>[] environment) => StartOnAsync(port: 0, environment);

    public static async Task<ServeProcess> StartOnAsync(int port, params KeyValuePair<string, string>[] environment)
    {
        var folder = new TempFolder();
        var process = CommandLine.Start(["serve", "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")], folder.Root, environment);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Ready().Match(line) is { Success: true } ready)
                return new ServeProcess(process, folder, new Uri(ready.Groups["address"].Value), error);
        }

        folder.Dispose();
        throw new InvalidOperationException("serve has ended: " + await error);
    }

    /// <summary>Asks it to stop as a service manager would.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start(new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {Id}") },
        })!;
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await _output;
        await _error;
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex("Open (?<address>http://127\\.0\\.0\\.1:[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ready();
}
