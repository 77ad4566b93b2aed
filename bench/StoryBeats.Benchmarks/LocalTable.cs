using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Photos;
using StoryBeats.Providers.LocalVision;
using StoryBeats.Recommendations;
using StoryBeats.Server;

namespace StoryBeats.Benchmarks;

/// <summary>The table of docs/performance.md: every row once a round, so that ratios hold on a noisy machine.</summary>
internal static class LocalTable
{
    private const string Decode = "decode to 1024 px";
    private const string Inference = "inference";
    private const string Both = "decode + inference alone";
    private const string Request = "whole request";
    private const string Http = "whole request over HTTP";
    private const string Again = "the same photo again";
    private const string HttpAgain = "the same photo again over HTTP";
    private const string Ranking = "ranking 1,500 tracks";

    public static async Task RunAsync(int rounds)
    {
        var photo = BenchPhoto.Render();
        await using var services = Bench.Services();
        var pipeline = services.GetRequiredService<RecommendationPipeline>();
        var intake = services.GetRequiredService<PhotoIntake>();
        var features = services.GetRequiredService<PhotoFeatures>();
        var head = services.GetRequiredService<VisionHead>();
        var ranking = new RankingBenchmarks();
        ranking.Setup();
        using var folder = new BenchFolder();
        await using var server = StoryBeatsServer.Build(
        [
            "--urls", "http://127.0.0.1:0", "--RateLimits:Enabled=false", "--Logging:LogLevel:Default=Warning", $"--StoryBeats:DataDirectory={folder.Path}",
        ]);
        await server.StartAsync();
        using var client = LoopbackClient.For(server);

        var watches = new Stopwatches();
        for (var round = -3; round < rounds; round++)
        {
            // The first rounds warm code and caches up.
            if (round == 0)
                watches.Clear();

            var pixels = watches.Time(Decode, () => intake.Open(BenchPhoto.Unseen(photo)).Decode());
            watches.Time(Inference, () => head.Read(features.Extract(pixels)));
            var unseen = BenchPhoto.Unseen(photo);
            watches.Time(Both, () => head.Read(features.Extract(intake.Open(unseen).Decode())));
            unseen = BenchPhoto.Unseen(photo);
            await watches.TimeAsync(Request, () => Bench.RecommendAsync(pipeline, unseen));
            await watches.TimeAsync(Again, () => Bench.RecommendAsync(pipeline, unseen));
            unseen = BenchPhoto.Unseen(photo);
            await watches.TimeAsync(Http, () => client.RecommendAsync(unseen));
            await watches.TimeAsync(HttpAgain, () => client.RecommendAsync(unseen));
            watches.Time(Ranking, ranking.Rank);
        }

        Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}; "
            + $"a JPEG of {photo.Length / 1e6:0.0} MB, 4000×3000; {rounds} rounds");
        Console.WriteLine();
        Console.WriteLine("| | P50 ms | P95 ms | of decode + inference |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var name in watches.Names)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {watches.Percentile(name, .5):0.00} | {watches.Percentile(name, .95):0.00} | {watches.Ratio(name, Both):0.000} |"));
        }

        await server.StopAsync();
        var starts = new Stopwatches();
        for (var start = 0; start < 5; start++)
            await starts.TimeAsync("start to first answer", () => ServerStart.FirstAnswerAsync(photo, folder.Path));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| start of the process to its first answer (5 starts) | {starts.Percentile("start to first answer", .5):0} | {starts.Percentile("start to first answer", 1):0} | |"));
    }
}
