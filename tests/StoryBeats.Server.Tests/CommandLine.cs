using System.Diagnostics;

namespace StoryBeats.Server.Tests;

/// <summary>What a command printed.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>The output's lines.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>The built command in a process of its own.</summary>
internal static class CommandLine
{
    public static async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using var data = new TempFolder();
        return await RunOnAsync(data.Root, arguments);
    }

    public static Task<CommandResult> RunOnAsync(string dataDirectory, params string[] arguments) => RunWithAsync(dataDirectory, [], arguments);

    public static async Task<CommandResult> RunWithAsync(string dataDirectory, IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var process = Start(arguments, dataDirectory, environment);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new CommandResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    public static Process Start(IEnumerable<string> arguments, string dataDirectory, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "StoryBeats.Cli.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        // The tests' own settings, whoever runs them, and lines that do not wrap.
        start.Environment["StoryBeats__DataDirectory"] = dataDirectory;
        start.Environment["Previews__Enabled"] = "false";
        start.Environment["COLUMNS"] = "240";
        start.Environment.Remove("ASPNETCORE_URLS");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet has not started.");
    }
}

/// <summary>A folder in the temp folder, gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("storybeats-tests-");

    public string Root => _folder.FullName;

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Write(string name, string content)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
