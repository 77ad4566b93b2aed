using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.Extensions.Logging.Abstractions;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Providers.EmbeddedCatalog.Packed;

namespace StoryBeats.Benchmarks;

/// <summary>The table "A large catalogue" of docs/performance.md. The catalogue is written by a process of its own, whose memory is not counted here.</summary>
internal static class CatalogueTable
{
    private const int Hits = 200;
    private const string Request = "all candidates of a photo: 16 artists, three languages";
    private const string Wanted = "the same in two of seven languages, whose songs alone are read";
    private const string Sum = "a plain sum over the bytes of the five columns of features";

    public static async Task RunAsync(int songs, int rounds)
    {
        using var folder = new BenchFolder();
        var path = Path.Combine(folder.Path, "tracks.sbc");
        Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}; {songs:N0} songs, {rounds} rounds");
        Console.WriteLine();
        using (var writer = Process.Start(Environment.ProcessPath!, [.. Self(), "catalogue-write", path, songs.ToString(CultureInfo.InvariantCulture)]))
            await writer.WaitForExitAsync();

        var before = Resident();
        var start = Stopwatch.GetTimestamp();
        using var imported = new ImportedCatalogue(path, NullLogger<ImportedCatalogue>.Instance);
        var catalogue = imported.Current!;
        var opened = Stopwatch.GetElapsedTime(start);
        Write($"opening {new FileInfo(path).Length / 1e6:0} MB: {opened.TotalMilliseconds:0.0} ms");
        var hits = new FeatureHit[Hits];
        start = Stopwatch.GetTimestamp();
        catalogue.Nearest(BenchSongs.Query(seed: -1), hits);
        Write($"first search, its code and pages loading: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms");

        var watches = new Stopwatches();
        for (var round = -20; round < rounds; round++)
        {
            if (round == 0)
                watches.Clear();

            var query = BenchSongs.Query(round);
            watches.Time(Sum, () => SumOf(catalogue));
            watches.Time($"nearest {Hits}, no filter", () => catalogue.Nearest(new FeatureQuery { Target = query.Target }, hits));
            watches.Time($"nearest {Hits}; popularity, years and some fifty excluded songs", () => catalogue.Nearest(query, hits));
            watches.Time(Wanted, () => catalogue.Nearest(query with { Languages = BenchSongs.Wanted }, hits));
        }

        // What a search is spared counts as read: songs whose energy alone is too far off, and popularity and years of those not near enough.
        var bytes = songs * (double)BenchSongs.Columns.Count;
        var searched = Resident();
        var source = new ImportedCatalogSource(imported);
        for (var round = 0; round < rounds; round++)
            await watches.TimeAsync(Request, () => source.GetCandidatesAsync(BenchSongs.Request(BenchSongs.Query(round).Target), CancellationToken.None).AsTask());
        Write($"resident: {before / 1e6:0} MB before, {searched / 1e6:0} MB after the searches, {Resident() / 1e6:0} MB after the photos, all of the file's pages that were touched included");
        Console.WriteLine();
        Console.WriteLine("| | least ms | P50 ms | P95 ms | GB/s at P50, were all read | of the plain sum |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var name in watches.Names)
        {
            var median = watches.Percentile(name, .5);
            var rate = name is Request or Wanted ? "| |" : string.Create(CultureInfo.InvariantCulture, $"{bytes / median / 1e6:0.0} | {1 / watches.Ratio(name, Sum):0.00} |");
            Write($"| {name} | {watches.Percentile(name, 0.001):0.00} | {median:0.00} | {watches.Percentile(name, .95):0.00} | {rate}");
        }
    }

    /// <summary>Writes a catalogue and says how long that took and how much memory.</summary>
    public static void WriteFile(string path, int songs)
    {
        var start = Stopwatch.GetTimestamp();
        using var writer = PackedCatalogueWriter.Create(path);
        foreach (var song in BenchSongs.Some(songs))
            writer.Add(song);
        writer.Commit();
        using var self = Process.GetCurrentProcess();
        Write($"writing: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s with the making of the songs, at most {self.PeakWorkingSet64 / 1e6:0} MB resident");
    }

    private static long SumOf(PackedCatalogue catalogue)
    {
        using var map = catalogue.Map();
        var sum = Vector256<ulong>.Zero;
        foreach (var column in BenchSongs.Columns)
        {
            foreach (var part in MemoryMarshal.Cast<byte, Vector256<ulong>>(map[column]))
                sum += part;
        }

        return (long)Vector256.Sum(sum);
    }

    // `dotnet run` starts the program itself, `dotnet X.dll` the host.
    private static string[] Self() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet" ? [typeof(CatalogueTable).Assembly.Location] : [];

    private static long Resident()
    {
        GC.Collect();
        return Environment.WorkingSet;
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
