using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Recommendations;
using StoryBeats.Server;

namespace StoryBeats.Benchmarks;

/// <summary>Likes over HTTP into SQLite: at a steady rate, whatever the answers take, and as fast as they are answered.</summary>
internal static class FeedbackLoad
{
    private const int SongsASession = 30;
    private const int Connections = 64;

    public static async Task<int> RunAsync(int rate, int seconds)
    {
        using var folder = new BenchFolder();
        await using var server = StoryBeatsServer.Build(
        [
            "--urls", "http://127.0.0.1:0", "--RateLimits:Enabled=false", "--Logging:LogLevel:Default=Warning", $"--StoryBeats:DataDirectory={folder.Path}",
        ]);
        await server.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 4 * Connections }) { BaseAddress = new Uri(server.Urls.First()) };

        await RunAsync(server, client, rate: 500, seconds: 2);
        var steady = await RunAsync(server, client, rate, seconds);
        var full = await RunAsync(server, client, rate: null, seconds);
        await server.StopAsync();

        Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}; server, SQLite and clients in one process; {seconds} s a row");
        Console.WriteLine();
        Console.WriteLine("| | a second | P50 ms | P95 ms | P99 ms | worst ms |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Print($"{rate:N0} likes a second wanted", steady);
        Print($"as fast as {Connections} clients can", full);
        return 0;
    }

    private static async Task<Load> RunAsync(WebApplication server, HttpClient client, int? rate, int seconds)
    {
        var wanted = await SongsAsync(server, (rate ?? 6_000) * seconds);
        // Nothing that grows is kept while it runs: it would be the collector's work that is measured.
        var latencies = new double[wanted.Length];
        var (begun, done) = (0, 0);
        GC.Collect();
        var watch = Stopwatch.StartNew();
        if (rate is { } perSecond)
        {
            while (begun < wanted.Length)
            {
                for (var due = Math.Min(wanted.Length, (int)(watch.Elapsed.TotalSeconds * perSecond)); begun < due; begun++)
                    _ = LikeInTimeAsync(begun, TimeSpan.FromSeconds((double)begun / perSecond));
                await Task.Delay(1);
            }

            while (Volatile.Read(ref done) < begun)
                await Task.Delay(1);
        }
        else
        {
            await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
            {
                while (watch.Elapsed < TimeSpan.FromSeconds(seconds) && Interlocked.Increment(ref begun) is var number && number <= wanted.Length)
                    await LikeInTimeAsync(number - 1, watch.Elapsed);
            }));
        }

        return new Load(done / watch.Elapsed.TotalSeconds, [.. latencies.Where(latency => latency > 0).Order()]);

        // Measured from when a like was due, not from when there was time for it.
        async Task LikeInTimeAsync(int number, TimeSpan due)
        {
            await Task.Yield();
            await LikeAsync(client, wanted[number]);
            latencies[number] = (watch.Elapsed - due).TotalMilliseconds;
            Interlocked.Increment(ref done);
        }
    }

    private static async Task LikeAsync(HttpClient client, (string Session, string Song) like)
    {
        using var answer = await client.PostAsJsonAsync("/api/feedback", new { session_id = like.Session, song_id = like.Song, feedback = 1 });
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        await answer.Content.ReadAsByteArrayAsync();
    }

    // Songs that sessions have shown, each to be liked once.
    private static async Task<(string Session, string Song)[]> SongsAsync(WebApplication server, int count)
    {
        var pipeline = server.Services.GetRequiredService<RecommendationPipeline>();
        var photo = BenchPhoto.Render();
        var songs = new List<(string, string)>(count);
        while (songs.Count < count)
        {
            var result = await Bench.RecommendAsync(pipeline, photo, SongsASession);
            songs.AddRange(result.Songs.Select(song => (result.SessionId.Value, song.Track.Id.Value)));
        }

        return [.. songs.Take(count)];
    }

    private static void Print(string name, Load load) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {name} | {load.PerSecond:N0} | {load.At(.5):0.0} | {load.At(.95):0.0} | {load.At(.99):0.0} | {load.At(1):0.0} |"));

    private sealed record Load(double PerSecond, double[] Latencies)
    {
        public double At(double share) => Latencies[(int)Math.Min(Latencies.Length - 1, share * Latencies.Length)];
    }
}
