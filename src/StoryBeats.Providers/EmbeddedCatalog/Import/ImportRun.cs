using StoryBeats.Catalog;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>A file of an import, its content's checksum, and what is known of an earlier import of it.</summary>
internal sealed record ImportJob(ImportSource Source, string Checksum, CatalogImport? Known);

/// <summary>Files on their way into one new catalogue.</summary>
internal sealed class ImportRun(string catalogue, string partsFolder, ImportOptions options, Func<ImportSource, RowReader> reader, IImportLog log, TimeProvider time) : IDisposable
{
    private readonly CatalogueMerge _merge = new(catalogue);
    private readonly Dictionary<string, RefusedRows> _refused = new(StringComparer.Ordinal);

    /// <summary>Reads and merges all files, and puts the new catalogue in place of the old one.</summary>
    public async Task<IReadOnlyDictionary<ImportJob, ImportedFile>> RunAsync(IReadOnlyList<ImportJob> jobs, IProgress<ImportProgress> progress, CancellationToken cancellationToken)
    {
        // What cannot be written is told before anything is read.
        var inputs = jobs.Select(job => Path.GetFullPath(job.Source.Path)).ToHashSet(StringComparer.Ordinal);
        foreach (var path in jobs.Select(ListOf).Distinct(StringComparer.Ordinal))
            _refused.Add(path, new RefusedRows(path, inputs));

        // Of two songs that are the same the first stays: the old one, unless its file is imported again.
        if (!options.Again)
            _merge.AddOld(progress, cancellationToken);

        var reports = new Dictionary<ImportJob, ImportedFile>();
        foreach (var job in jobs)
            reports.Add(job, await ReadAsync(job, progress, cancellationToken));
        if (options.Again)
            _merge.AddOld(progress, cancellationToken);

        progress.Report(new ImportProgress("Writing the catalogue", 0, 1, Rows: 0));
        // What may still fail comes before the catalogue.
        foreach (var file in _refused.Values)
            file.Commit();
        _merge.Commit();
        foreach (var (job, report) in reports)
        {
            await log.SaveAsync(Entry(job, time.GetUtcNow(), report), CancellationToken.None);
            ImportParts.Delete(partsFolder, job.Checksum);
        }

        progress.Report(new ImportProgress("Writing the catalogue", 1, 1, Rows: 0));
        return reports;
    }

    public void Dispose()
    {
        _merge.Dispose();
        foreach (var file in _refused.Values)
            file.Dispose();
    }

    private async Task<ImportedFile> ReadAsync(ImportJob job, IProgress<ImportProgress> progress, CancellationToken cancellationToken)
    {
        var path = ListOf(job);
        // What was imported once stays so until it is imported again.
        if (job.Known?.Finished is null)
            await log.SaveAsync(Entry(job, finished: null, job.Source.Described()), cancellationToken);

        var parts = new ImportParts(Path.Combine(partsFolder, $"{job.Checksum}-{job.Source.WayOfReading(options)}"));
        var report = await new FileImport(job.Source, new SourceReading(job.Source, reader(job.Source)), parts, _merge, _refused[path]).RunAsync(progress, cancellationToken);
        return report.Refused.Count > 0 ? report with { RefusedFile = path } : report;
    }

    private string ListOf(ImportJob job) => Path.GetFullPath(options.RefusedFile ?? RefusedRows.Beside(job.Source.Path));

    private CatalogImport Entry(ImportJob job, DateTimeOffset? finished, ImportedFile report) => new(
        job.Checksum, job.Source.Name, job.Known is { Finished: null } begun ? begun.Started : time.GetUtcNow(), finished, report.Taken, report.Refused.Values.Sum());
}
