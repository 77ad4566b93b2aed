using System.Diagnostics;
using System.Globalization;

namespace StoryBeats.Benchmarks;

/// <summary>Imports a file of made-up songs with the real command in a process of its own: seconds, and the most memory that it held.</summary>
internal static class ImportLoad
{
    private const int Seed = 8;

    private static readonly string[] Words =
    [
        "love", "night", "fire", "river", "dance", "sun", "moon", "heart", "blue", "road", "dream", "rain", "city", "light", "gold", "summer", "winter", "ocean", "star", "wild",
        "señor", "été", "don't", "yeh", "dil", "ishq",
    ];

    public static async Task<int> RunAsync(int rows)
    {
        using var folder = new BenchFolder();
        var path = Path.Combine(folder.Path, "songs.csv");
        await File.WriteAllLinesAsync(path, Lines(rows));
        Console.WriteLine($"{rows:n0} rows, {new FileInfo(path).Length / 1e6:0} MB of CSV");
        await ImportAsync("import", folder, path);
        await File.WriteAllLinesAsync(path, Lines(rows / 10, Seed + 1));
        await ImportAsync("a tenth more beside it", folder, path);
        return 0;
    }

    private static async Task ImportAsync(string what, BenchFolder folder, string path)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "StoryBeats.Cli.dll"), "catalog", "import", path, "--language", "English", "--json" },
            Environment = { ["StoryBeats__DataDirectory"] = folder.Path },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var begin = Stopwatch.GetTimestamp();
        using var import = Process.Start(start)!;
        var output = import.StandardOutput.ReadToEndAsync();
        var error = import.StandardError.ReadToEndAsync();
        var ended = import.WaitForExitAsync();
        var (memory, processor) = (0L, TimeSpan.Zero);
        while (await Task.WhenAny(ended, Task.Delay(100)) != ended)
        {
            import.Refresh();
            (memory, processor) = (Math.Max(memory, import.PeakWorkingSet64), import.TotalProcessorTime);
        }

        if (import.ExitCode is not 0)
            throw new InvalidOperationException(await error);
        Console.WriteLine($"{what}: {Stopwatch.GetElapsedTime(begin).TotalSeconds:0.0} s, {processor.TotalSeconds:0.0} s of processor time, {memory / 1e6:0} MB at most");
        Console.WriteLine(await output);
    }

    // In the form of the set of 1.2 million songs.
    private static IEnumerable<string> Lines(int rows, int seed = Seed)
    {
        yield return "id,name,album,album_id,artists,artist_ids,track_number,disc_number,explicit,danceability,energy,key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,duration_ms,time_signature,year,release_date";
        var random = new Random(seed);
        for (var row = 0; row < rows; row++)
        {
            var id = random.GetString("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 22);
            var title = Text(random, 1, 4) + (row % 10) switch { 0 => " (Remastered 2011)", 1 => " - Live", _ => "" };
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"""{id},"{title}",{Text(random, 1, 3)},{id},"['{Text(random, 2, 2)} {random.Next(50_000)}', 'Guest']","['{id}']",1,1,False,{random.NextDouble():0.000},{random.NextDouble():0.000},5,-7.5,1,.05,{random.NextDouble():0.00000},{random.NextDouble():0.000000},.1,{random.NextDouble():0.000},{random.Next(60, 200)}.5,{random.Next(90_000, 400_000)},4.0,{random.Next(1950, 2021)},{random.Next(1950, 2021)}-{random.Next(1, 13):00}-{random.Next(1, 29):00}""");
        }
    }

    private static string Text(Random random, int fewest, int most) => string.Join(' ', random.GetItems(Words, random.Next(fewest, most + 1)));
}
