using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using StoryBeats.Server;

namespace StoryBeats.Benchmarks;

/// <summary>A visitor tunes the songs of a photo, over HTTP into SQLite: the catalogue of this machine, no outside service.</summary>
internal static class RefineTable
{
    private const string Energy = "energy dragged from end to end and back";
    private const string Languages = "other languages";
    private const string Like = "more like this";
    private const string Artists = "ten artists not wanted";
    private const string All = "all of them";

    private static readonly string[] Sung = ["English", "Hindi", "Punjabi", "Tamil", "Telugu"];

    public static async Task RunAsync(int times)
    {
        using var folder = new BenchFolder();
        await using var server = StoryBeatsServer.Build(
        [
            "--urls", "http://127.0.0.1:0", "--RateLimits:Enabled=false", "--Previews:Enabled=false", "--Logging:LogLevel:Default=Warning",
            $"--StoryBeats:DataDirectory={folder.Path}",
        ]);
        await server.StartAsync();
        using var client = LoopbackClient.For(server);

        var photo = BenchPhoto.Render();
        using var opened = JsonDocument.Parse(await client.RecommendAsync(photo));
        var songs = opened.RootElement.GetProperty("songs").EnumerateArray().Select(song => song.GetProperty("id").GetString()!).ToArray();
        var path = $"/api/v2/sessions/{opened.RootElement.GetProperty("session_id").GetString()}/refine";
        var watches = new Stopwatches();
        for (var time = -times / 10; time < times; time++)
        {
            // The first warm code up.
            if (time == 0)
                watches.Clear();
            var (kind, wish) = Wish(Math.Abs(time), songs);
            var start = TimeProvider.System.GetTimestamp();
            await client.PostAsync(path, wish);
            var elapsed = TimeProvider.System.GetElapsedTime(start);
            watches.Add(kind, elapsed);
            watches.Add(All, elapsed);
        }

        Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}; server, SQLite and client in one process; {times:N0} wishes in one session");
        Console.WriteLine();
        Console.WriteLine("| | P50 ms | P95 ms | P99 ms |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var name in (string[])[Energy, Languages, Like, Artists, All])
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {watches.Percentile(name, .5):0.0} | {watches.Percentile(name, .95):0.0} | {watches.Percentile(name, .99):0.0} |"));
        }

        await server.StopAsync();
    }

    // Mostly a slider that is dragged; now and then a press.
    private static (string Kind, object Wish) Wish(int time, string[] songs) => (time % 20) switch
    {
        17 => (Languages, new { languages = new[] { Sung[time / 20 % Sung.Length], Sung[((time / 20) + 1) % Sung.Length] } }),
        18 => (Like, new { like = songs[time / 20 % songs.Length] }),
        19 => (Artists, new { exclude_artists = Enumerable.Range(0, 10).Select(number => $"Artist {number}").ToArray() }),
        _ => (Energy, new { energy = Math.Abs((time % 100) - 50) / 50.0 }),
    };
}
