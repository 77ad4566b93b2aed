using System.Text;
using Microsoft.Extensions.Configuration;
using StoryBeats.Storage.Tests.Support;

namespace StoryBeats.Storage.Tests.Killing;

/// <summary>The process that gets killed: it writes as fast as it can and says what was acknowledged, a line each.</summary>
internal static class Writer
{
    public const string Argument = "write";

    /// <summary>Printed before the database is touched.</summary>
    public const string Starting = "starting";

    /// <summary>Printed when writing begins.</summary>
    public const string Writing = "writing";

    private const int Writers = 16;

    /// <summary>Writes until somebody ends the process.</summary>
    /// <param name="settings">Settings as <c>--Section:Name=value</c>.</param>
    public static async Task<int> RunAsync(string[] settings)
    {
        using var output = Console.OpenStandardOutput();
        Say(output, Starting);
        var configuration = new ConfigurationBuilder().AddCommandLine(settings).Build();
        await using var app = await App.StartAsync(configuration.AsEnumerable(), TimeProvider.System, CancellationToken.None);
        // The first time is mostly the compiler's.
        await WriteAsync(app, output);
        Say(output, Writing);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            while (true)
                await WriteAsync(app, output);
        })));
        return 0;
    }

    private static async Task WriteAsync(App app, Stream output)
    {
        var session = Sample.Session(TimeProvider.System.GetUtcNow());
        await app.Sessions.AddAsync(session, CancellationToken.None);
        Say(output, $"{Acknowledged.Session} {session.Id}");
        var taken = await app.Sessions.TakeNextAsync(session.Id, 3, CancellationToken.None);
        foreach (var song in taken!)
            Say(output, $"{Acknowledged.Shown} {session.Id}/{song.Track.Id}");

        for (var song = 0; song < 8; song++)
        {
            var entry = session.Signal(TimeProvider.System.GetUtcNow(), song);
            if (await app.Feedback.SaveAsync(entry, CancellationToken.None))
                Say(output, $"{Acknowledged.Feedback} {entry.Id}");
        }
    }

    // One write to the pipe: a line is there as a whole or not at all.
    private static void Say(Stream output, string line)
    {
        lock (output)
            output.Write(Encoding.ASCII.GetBytes(line + "\n"));
    }
}
