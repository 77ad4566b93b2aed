using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using StoryBeats.Photos;

namespace StoryBeats.Fuzz;

/// <summary>Opens and decodes files in a process that may die of it. Which one it is at stands in a mapped file, which outlives the process.</summary>
internal sealed partial class Worker(Mutator mutator, string folder)
{
    /// <summary>Files between two reports.</summary>
    public const int Batch = 1000;

    private const double TooSlowMs = 5000;
    private const long TooMuchMiB = 768;

    private readonly PhotoIntake _intake = new(Options.Create(new PhotoLimits()), new PhotoFingerprinter());

    public void Run(long from, long to, string placeFile)
    {
        using var map = MemoryMappedFile.CreateFromFile(placeFile, FileMode.Create, mapName: null, sizeof(long));
        using var place = map.CreateViewAccessor();
        for (var first = from; first < to; first += Batch)
        {
            var tally = new Tally();
            for (var number = first; number < Math.Min(first + Batch, to); number++)
            {
                place.Write(0, number);
                Try(number, tally);
            }

            using var process = Process.GetCurrentProcess();
            tally.PeakMiB = process.PeakWorkingSet64 >> 20;
            if (tally.PeakMiB > TooMuchMiB)
                tally.Wrong.Add($"{first} or one of the next {Batch}: {tally.PeakMiB} MiB");
            Console.WriteLine(JsonSerializer.Serialize(tally, TallyJson.Default.Tally));
        }
    }

    private void Try(long number, Tally tally)
    {
        var bytes = mutator.Make(number);
        var started = Stopwatch.GetTimestamp();
        var (outcome, detail, wrong) = Outcome(bytes);
        var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        tally.Add(outcome);
        if (took > tally.SlowestMs)
            (tally.SlowestMs, tally.Slowest) = (took, number);
        if (took > TooSlowMs)
            wrong ??= $"took {took:0} ms";
        if (wrong is not null)
            tally.Wrong.Add($"{number}: {wrong}");
        Keep(wrong is null ? "new" : "wrong", $"{outcome} {detail}{(wrong is null ? "" : $" {number}")}", bytes);
    }

    private (string Outcome, string Detail, string? Wrong) Outcome(byte[] bytes)
    {
        var format = PhotoFormatName(bytes);
        try
        {
            _ = _intake.Open(bytes).Decode();
            return ($"{format} read", "", null);
        }
        catch (PhotoRejectedException rejected)
        {
            var inner = rejected.InnerException;
            return ($"{format} {rejected.Rejection.Problem}", inner is null ? "" : $"{inner.GetType().Name} {Numbers().Replace(inner.Message, "#")}", null);
        }
        catch (Exception fault)
        {
            return ($"{format} FAULT", fault.GetType().Name, fault.ToString());
        }
    }

    private static string PhotoFormatName(byte[] bytes) => PhotoSignature.Recognise(bytes)?.ToString() ?? "other";

    // The first file that did something, for the tests.
    private void Keep(string why, string what, byte[] bytes)
    {
        var name = new string([.. what.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
        var path = Path.Combine(folder, why, $"{name[..Math.Min(name.Length, 120)]}.bin");
        if (!File.Exists(path))
            File.WriteAllBytes(path, bytes);
    }

    [GeneratedRegex("magick-[^ ']+|[0-9]+|0x[0-9a-f]+", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();
}
