using System.Globalization;
using System.Runtime.InteropServices;
using StoryBeats.Benchmarks.Original;
using StoryBeats.Fakes;
using StoryBeats.Recommendations;

namespace StoryBeats.Benchmarks;

/// <summary>
/// How long a photo takes when songs come from a Spotify as far away as the real one: the original's ways, and this program's, against
/// the fakes with calls of 180 ms median and 600 ms P95.
/// </summary>
internal static class SpotifyTable
{
    private const string Sequential = "original before its optimization (fetching alone)";
    private const string SixWorkers = "original's strategy, 6 workers (fetching alone)";
    private const string ColdExtended = "cold, extended quota";
    private const string ColdDevelopment = "cold, Development Mode";
    private const string Local = "local reading alone";
    private const string WithoutSpotify = "whole request, no Spotify";
    private const string PoolWarm = "pool warm, another photo of another vibe";
    private const string Alike = "another photo alike";
    private const string Again = "the same photo again";
    private const string AgainInMemory = "the same photo again, sessions in memory";
    private const int SixWorkersBeside = 5;

    private static readonly FakeLatency Internet = new(180, 600);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1.5);

    public static async Task RunAsync(int rounds)
    {
        var photo = BenchPhoto.Render();
        await using var fakes = await FakeServices.StartAsync(settings => settings.Mode = SpotifyMode.Extended);
        var table = new CallTable(fakes);
        await WarmCodeAsync(fakes, photo);

        await OriginalsAsync(fakes, table, rounds);
        await ColdAsync(fakes, table, photo, rounds, SpotifyMode.Extended, ColdExtended);
        await ColdAsync(fakes, table, photo, rounds, SpotifyMode.Development, ColdDevelopment);
        await WarmAsync(fakes, table, photo, rounds);
        await AgainInMemoryAsync(fakes, table, photo, rounds);

        Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}; "
            + $"a JPEG of {photo.Length / 1e6:0.0} MB, 4000×3000; {rounds} rounds; calls take {Internet.MedianMs} ms in the median, {Internet.P95Ms} ms at P95");
        Console.WriteLine();
        table.Print(Sequential, SixWorkers, ColdExtended, ColdDevelopment, Local, WithoutSpotify, PoolWarm, Alike, Again, AgainInMemory);
        Console.WriteLine();
        Console.WriteLine($"The originals only wait: the {rounds} runs of the first row went side by side, those of the second {SixWorkersBeside} at a time.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"The original's strategy over cold in Development Mode: {table.Over(SixWorkers, ColdDevelopment, .5):0.0} × at P50, {table.Over(SixWorkers, ColdDevelopment, .95):0.0} × at P95; "
            + $"over cold with extended quota: {table.Over(SixWorkers, ColdExtended, .5):0.0} × and {table.Over(SixWorkers, ColdExtended, .95):0.0} ×."));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Pool warm over the local reading of the same round: {table.Difference(PoolWarm, Local, .5):0.0} ms at P50, {table.Difference(PoolWarm, Local, .95):0.0} ms at P95."));
    }

    /// <summary>Everything has run before it is measured: what is compared is waiting and work, not compilation.</summary>
    private static async Task WarmCodeAsync(FakeServices fakes, byte[] photo)
    {
        foreach (var mode in new[] { SpotifyMode.Extended, SpotifyMode.Development, SpotifyMode.Extended })
        {
            fakes.Settings.Mode = mode;
            await using var instance = await SpotifyInstance.StartAsync(Cold(fakes), photo, works: false);
            for (var request = 0; request < 5; request++)
                await Bench.RecommendAsync(instance.Pipeline, BenchPhoto.Unseen(photo), Wish(request));
        }
    }

    private static async Task OriginalsAsync(FakeServices fakes, CallTable table, int rounds)
    {
        fakes.Settings.Mode = SpotifyMode.Extended;
        fakes.Settings.Latency = Internet;
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var artists = fakes.Catalog.Artists.Where(artist => artist.IsCurated && artist.Moods.Contains("romantic", StringComparer.Ordinal))
            .Select(artist => (artist.Name, artist.Language == "Hindi" ? "IN" : "US")).ToList();
        using var http = new HttpClient(new SocketsHttpHandler());

        Task MeasureAsync(string name, Func<OriginalClient, Task<int>> fetch) =>
            table.MeasureAsync(name, () => fetch(new OriginalClient(http, fakes.StoryBeatsSettings)));
        await Task.WhenAll(Enumerable.Range(0, rounds).Select(_ => MeasureAsync(Sequential, client => OriginalStrategy.SequentialAsync(client, artists, today))));
        await Parallel.ForEachAsync(Enumerable.Range(0, rounds), new ParallelOptions { MaxDegreeOfParallelism = SixWorkersBeside }, async (_, _) =>
            await MeasureAsync(SixWorkers, client => OriginalStrategy.ParallelAsync(client, artists, today)));
    }

    private static async Task ColdAsync(FakeServices fakes, CallTable table, byte[] photo, int rounds, SpotifyMode mode, string name)
    {
        fakes.Settings.Mode = mode;
        for (var round = 0; round < rounds; round++)
        {
            // As a server is after its start: it has fetched its token, and nothing else.
            fakes.Settings.Latency = FakeLatency.None;
            await using var instance = await SpotifyInstance.StartAsync(Cold(fakes), photo, works: true);
            await CallTable.SettleAsync(fakes, TimeSpan.FromSeconds(.3));
            fakes.Settings.Latency = Internet;
            var unseen = BenchPhoto.Unseen(photo);
            await table.MeasureAsync(name, () => Bench.RecommendAsync(instance.Pipeline, unseen), settle: Quiet);
        }
    }

    private static async Task WarmAsync(FakeServices fakes, CallTable table, byte[] photo, int rounds)
    {
        fakes.Settings.Mode = SpotifyMode.Development;
        fakes.Settings.Latency = FakeLatency.None;
        await using var without = await SpotifyInstance.StartAsync([], photo, works: false);
        await using var instance = await SpotifyInstance.StartAsync(
            [.. fakes.StoryBeatsSettings, new("Spotify:PrewarmCallsPerMinute", "6000"), new("Spotify:CallsPer30Seconds", "10000")], photo, works: true);
        await CallTable.SettleAsync(fakes, TimeSpan.FromSeconds(5));
        fakes.Settings.Latency = Internet;

        for (var round = -3; round < rounds; round++)
        {
            if (round == 0)
                table.Forget(Local, WithoutSpotify, PoolWarm, Alike, Again);
            var wish = Wish(round + 3);
            var unseen = BenchPhoto.Unseen(photo);
            // Turn and turn about, so that none always comes first.
            if (round % 2 == 0)
                table.Time(Local, () => without.Read(unseen));
            await table.MeasureAsync(PoolWarm, () => Bench.RecommendAsync(instance.Pipeline, unseen, wish));
            if (round % 2 != 0)
                table.Time(Local, () => without.Read(unseen));
            await table.MeasureAsync(WithoutSpotify, () => Bench.RecommendAsync(without.Pipeline, unseen, wish));
            await table.MeasureAsync(Again, () => Bench.RecommendAsync(instance.Pipeline, unseen, wish));
            var alike = BenchPhoto.Unseen(photo);
            await table.MeasureAsync(Alike, () => Bench.RecommendAsync(instance.Pipeline, alike, wish));
        }
    }

    /// <summary>What a photo seen before costs but for the disk.</summary>
    private static async Task AgainInMemoryAsync(FakeServices fakes, CallTable table, byte[] photo, int rounds)
    {
        fakes.Settings.Latency = FakeLatency.None;
        await using var instance = await SpotifyInstance.StartAsync(Cold(fakes), photo, works: true, keepsSessions: false);
        for (var round = -3; round < rounds; round++)
        {
            if (round == 0)
                table.Forget(AgainInMemory);
            var unseen = BenchPhoto.Unseen(photo);
            await Bench.RecommendAsync(instance.Pipeline, unseen);
            await CallTable.SettleAsync(fakes, TimeSpan.FromMilliseconds(100));
            await table.MeasureAsync(AgainInMemory, () => Bench.RecommendAsync(instance.Pipeline, unseen));
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Cold(FakeServices fakes) => [.. fakes.StoryBeatsSettings, new("Spotify:Prewarm", "false")];

    /// <summary>A vibe that no round before wished for, so that no kept answer serves it.</summary>
    private static Preferences Wish(int round) => new() { Energy = .15 + (round * .0217 % .7), Valence = .15 + (round * .2713 % .7) };
}
