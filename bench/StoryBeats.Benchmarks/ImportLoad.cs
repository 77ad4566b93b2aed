using System.Diagnostics;
using System.Globalization;
using Parquet;
using Parquet.Serialization;

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
        using var others = new BenchFolder();
        path = Path.Combine(others.Path, "songs.parquet");
        await using (var file = File.Create(path))
            await ParquetSerializer.SerializeAsync(Songs(rows), file, new ParquetOptions { RowGroupSize = rows });
        Console.WriteLine($"{rows:n0} rows in one group, {new FileInfo(path).Length / 1e6:0} MB of Parquet");
        await ImportAsync("import", others, path);
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
            try
            {
                import.Refresh();
                (memory, processor) = (Math.Max(memory, import.PeakWorkingSet64), import.TotalProcessorTime);
            }
            catch (InvalidOperationException)
            {
                // It has ended in between.
                break;
            }
        }

        await ended;
        if (import.ExitCode is not 0)
            throw new InvalidOperationException(await error);
        Console.WriteLine($"{what}: {Stopwatch.GetElapsedTime(begin).TotalSeconds:0.0} s, {processor.TotalSeconds:0.0} s of processor time, {memory / 1e6:0} MB at most");
        Console.WriteLine(await output);
    }

    // In the form of the set of 1.2 million songs.
    private static IEnumerable<string> Lines(int rows, int seed = Seed) => Songs(rows, seed)
        .Select(song => string.Create(
            CultureInfo.InvariantCulture,
            $"""{song.Id},"{song.Name}",{song.Album},{song.Id},"{song.Artists}","['{song.Id}']",1,1,False,{song.Danceability},{song.Energy},5,-7.5,1,.05,{song.Acousticness},{song.Instrumentalness},.1,{song.Valence},{song.Tempo},{song.DurationMs},4.0,{song.Year},{song.ReleaseDate}"""))
        .Prepend("id,name,album,album_id,artists,artist_ids,track_number,disc_number,explicit,danceability,energy,key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,duration_ms,time_signature,year,release_date");

    private static IEnumerable<MadeUpSong> Songs(int rows, int seed = Seed)
    {
        var random = new Random(seed);
        for (var row = 0; row < rows; row++)
        {
            var year = random.Next(1950, 2021);
            yield return new MadeUpSong
            {
                Id = random.GetString("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 22),
                Name = Text(random, 1, 4) + (row % 10) switch { 0 => " (Remastered 2011)", 1 => " - Live", _ => "" },
                Album = Text(random, 1, 3),
                Artists = $"['{Text(random, 2, 2)} {random.Next(50_000)}', 'Guest']",
                Danceability = Share(random),
                Energy = Share(random),
                Acousticness = Share(random),
                Instrumentalness = Share(random),
                Valence = Share(random),
                Tempo = random.Next(60, 200) + .5,
                DurationMs = random.Next(90_000, 400_000),
                Year = year,
                ReleaseDate = string.Create(CultureInfo.InvariantCulture, $"{year}-{random.Next(1, 13):00}-{random.Next(1, 29):00}"),
            };
        }
    }

    private static double Share(Random random) => Math.Round(random.NextDouble(), 5);

    private static string Text(Random random, int fewest, int most) => string.Join(' ', random.GetItems(Words, random.Next(fewest, most + 1)));

    // Columns are found by their names without case and signs.
    private sealed class MadeUpSong
    {
        public required string Id { get; init; }

        public required string Name { get; init; }

        public required string Album { get; init; }

        public required string Artists { get; init; }

        public required double Danceability { get; init; }

        public required double Energy { get; init; }

        public required double Acousticness { get; init; }

        public required double Instrumentalness { get; init; }

        public required double Valence { get; init; }

        public required double Tempo { get; init; }

        public required int DurationMs { get; init; }

        public required int Year { get; init; }

        public required string ReleaseDate { get; init; }
    }
}
