using System.Diagnostics;
using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog.Packed;
using StoryBeats.Ranking;
using StoryBeats.Vision;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>
/// Imports files of songs into the catalogue of this machine. The old catalogue stays until all of a new one is written; what was read of a file
/// that was interrupted is kept beside it, and not read again.
/// </summary>
public sealed class CatalogImporter(string folder, IReadOnlyList<Track> starter, MoodLexicon moods, AudioFeatureEstimator estimator, IImportLog log, TimeProvider time)
{
    /// <summary>The catalogue's file in the folder.</summary>
    public const string FileName = "tracks.sbc";

    private const int RowsOfPreview = 1000;
    private const int SongsOfPreview = 3;

    private readonly string _catalogue = Path.Combine(folder, FileName);
    private readonly string _parts = Path.Combine(folder, "parts");

    /// <summary>Imports files, all or none of them.</summary>
    /// <exception cref="InvalidDataException">A file is not a table of songs, or another import runs; the message says what to do. Nothing was imported.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; what was read is kept, and nothing was imported.</exception>
    public async Task<ImportReport> ImportAsync(IReadOnlyList<string> files, ImportOptions options, IProgress<ImportProgress> progress, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var languages = LanguagesFor(options);
        var sources = files.Select(file => ImportSource.Open(file, options)).ToList();
        using var turn = ImportLock.Take(folder);
        var jobs = new List<ImportJob>();
        foreach (var source in sources)
        {
            var checksum = source.Checksum(progress, cancellationToken);
            if (jobs.All(job => job.Checksum != checksum))
                jobs.Add(new ImportJob(source, checksum, await log.FindAsync(checksum, cancellationToken)));
        }

        var hasCatalogue = File.Exists(_catalogue);
        var reports = jobs.ToDictionary(job => job, job => job.Source.Described() with { ImportedBefore = job.Known?.Finished });
        var pending = jobs.Where(job => job.Known?.Finished is null || options.Again || !hasCatalogue).ToList();
        if (pending.Count > 0)
        {
            using var run = new ImportRun(_catalogue, _parts, options, source => Reader(source, languages), log, time);
            foreach (var (job, report) in await run.RunAsync(pending, progress, cancellationToken))
                reports[job] = report;
        }

        using var catalogue = File.Exists(_catalogue) ? PackedCatalogue.Open(_catalogue) : null;
        return new ImportReport([.. reports.Values], catalogue?.Count ?? 0, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Tells how a file would be imported, by its first thousand rows.</summary>
    /// <exception cref="InvalidDataException">The file is not a table of songs; the message says what to do.</exception>
    public ImportPreview Preview(string file, ImportOptions options)
    {
        var source = ImportSource.Open(file, options);
        var part = new SourceReading(source, Reader(source, LanguagesFor(options))).Sample(RowsOfPreview);
        return new ImportPreview(source.Described() with
        {
            Rows = part.Counts.Rows,
            Taken = part.Tracks.Count,
            Refused = part.Counts.Of(ImportCounts.Refused),
            LeftOut = part.Counts.Of(ImportCounts.LeftOut),
            Estimated = part.Counts.Of(ImportCounts.Estimated),
            LanguageFrom = part.Counts.Of(ImportCounts.LanguageFrom),
        }, [.. part.Tracks.Take(SongsOfPreview)]);
    }

    /// <summary>What was imported so far.</summary>
    public async Task<CatalogueStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var imports = await log.ListAsync(cancellationToken);
        if (!File.Exists(_catalogue))
            return new CatalogueStatus(0, 0, new Dictionary<string, int>(StringComparer.Ordinal), imports);

        using var catalogue = PackedCatalogue.Open(_catalogue);
        return new CatalogueStatus(
            catalogue.Count,
            new FileInfo(_catalogue).Length,
            catalogue.Languages.OrderByDescending(language => language.Count).ToDictionary(language => language.Name, language => language.Count, StringComparer.Ordinal),
            imports);
    }

    private RowReader Reader(ImportSource source, LanguageGuess languages) => new(source.Columns, source.Conventions, languages, moods, estimator, time.GetUtcNow().Year + 1);

    private LanguageGuess LanguagesFor(ImportOptions options)
    {
        var given = options.Language is not { } name ? null
            : LanguageGuess.Named(name) ?? throw new InvalidDataException($"--language knows no \"{name}\". Give an English name or a code: Hindi, ta, Spanish.");
        return new LanguageGuess(starter, given);
    }
}
