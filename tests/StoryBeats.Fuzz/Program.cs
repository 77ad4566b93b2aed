using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using StoryBeats.Fuzz;

// StoryBeats.Fuzz COUNT SEED FOLDER: what did something new or wrong is left in the folder. A process of its own does the work, and is
// started again behind the file that it died of.
if (args is ["work", var workSeed, var from, var to, var workFolder])
{
    new Worker(new Mutator(Seeds.Make(), Number(workSeed)), workFolder).Run(Number(from), Number(to), Path.Combine(workFolder, "place"));
    return 0;
}

if (args is not [var count, var seed, var folder])
{
    await Console.Error.WriteLineAsync("Usage: StoryBeats.Fuzz COUNT SEED FOLDER");
    return 2;
}

var total = new Tally();
var watch = Stopwatch.StartNew();
foreach (var kind in (string[])["new", "wrong"])
    Directory.CreateDirectory(Path.Combine(folder, kind));
for (long next = 0, end = Number(count); next < end;)
    next = await WorkAsync(next, end);

var perSecond = total.Files / watch.Elapsed.TotalSeconds;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{total.Files} files of seed {seed}, {perSecond:0} a second; slowest {total.SlowestMs:0} ms (number {total.Slowest}); most memory {total.PeakMiB} MiB; {total.Wrong.Count} wrong"));
foreach (var (outcome, files) in total.Outcomes)
    Console.WriteLine($"  {outcome}: {files}");
foreach (var wrong in total.Wrong)
    Console.WriteLine("WRONG " + wrong);
return total.Wrong.Count == 0 ? 0 : 1;

async Task<long> WorkAsync(long first, long end)
{
    var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
    foreach (var argument in (string[])[.. Self(), "work", seed, Text(first), Text(end), folder])
        start.ArgumentList.Add(argument);
    using var process = Process.Start(start)!;
    var counted = first;
    while (await ReadAsync(process) is { } line)
    {
        var tally = JsonSerializer.Deserialize(line, TallyJson.Default.Tally)!;
        total.Add(tally);
        counted += tally.Files;
        if (counted % 20_000 < Worker.Batch)
            Console.WriteLine($"{counted} done, {watch.Elapsed.TotalMinutes:0.0} min, {total.Wrong.Count} wrong");
    }

    await process.WaitForExitAsync();
    if (counted == end)
        return end;

    var place = BitConverter.ToInt64(await File.ReadAllBytesAsync(Path.Combine(folder, "place")));
    total.Wrong.Add($"{place}: the process ended with {process.ExitCode}");
    await File.WriteAllBytesAsync(Path.Combine(folder, "wrong", $"killed-{place}.bin"), new Mutator(Seeds.Make(), Number(seed)).Make(place));
    total.Files += place - counted + 1;
    return place + 1;
}

// A thousand files take a second or two; who has not reported for minutes hangs.
static async Task<string?> ReadAsync(Process process)
{
    try
    {
        return await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(5));
    }
    catch (TimeoutException)
    {
        process.Kill();
        return null;
    }
}

static string[] Self() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];

static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
