using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace StoryBeats.Tests.Photos;

/// <summary>The test program started again to decode one photo and nothing else.</summary>
internal static class MemoryProbe
{
    private const string Variable = "STORYBEATS_TESTS_MEMORY_PROBE";

    /// <summary>Decodes a photo in a process of its own.</summary>
    /// <returns>Its size, a space, and the most memory that the process ever held, in bytes.</returns>
    public static async Task<string> RunAsync(byte[] photo, CancellationToken cancellationToken)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            start.ArgumentList.Add(typeof(MemoryProbe).Assembly.Location);
        start.Environment[Variable] = photo.Length.ToString(CultureInfo.InvariantCulture);

        using var process = Process.Start(start)!;
        await process.StandardInput.BaseStream.WriteAsync(photo, cancellationToken);
        process.StandardInput.Close();
        var report = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return report;
    }

    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var length))
            return;

        var photo = new byte[length];
        using (var input = Console.OpenStandardInput())
            input.ReadExactly(photo);
        var pixels = TestPhotos.Intake().Open(photo).Decode();
        // VmHWM, "peak resident set size", is in kB of 1024 bytes.
        var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Console.Out.Write(string.Create(CultureInfo.InvariantCulture, $"{pixels.Width}×{pixels.Height} {long.Parse(peak, CultureInfo.InvariantCulture) * 1024}"));
        Console.Out.Flush();
        Environment.Exit(0);
    }
}
