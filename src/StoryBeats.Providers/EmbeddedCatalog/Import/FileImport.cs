using System.Diagnostics;
using System.Threading.Channels;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>One file's way into the catalogue: parts are read on one thread, and kept and merged on another.</summary>
internal sealed class FileImport(ImportSource source, SourceReading reading, ImportParts parts, CatalogueMerge catalogue, RefusedRows refused)
{
    // A part that waits while one is read and one is merged.
    private const int PartsWaiting = 1;

    private readonly ImportCounts _counts = new();
    private long _songs;
    private long _taken;

    /// <summary>Reads the file, behind what an earlier run has kept of it.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; what was read is kept.</exception>
    public async Task<ImportedFile> RunAsync(IProgress<ImportProgress> progress, CancellationToken cancellationToken)
    {
        foreach (var part in parts.Read())
        {
            reading.Resume(part);
            Take(part);
        }

        var start = Stopwatch.GetTimestamp();
        using var failure = new CancellationTokenSource();
        var channel = Channel.CreateBounded<ImportPart>(PartsWaiting);
        var read = Task.Run(() => ReadAsync(channel.Writer, progress, failure.Token, cancellationToken), CancellationToken.None);
        try
        {
            await foreach (var part in channel.Reader.ReadAllAsync(CancellationToken.None))
            {
                parts.Write(part);
                Take(part);
            }
        }
        finally
        {
            await failure.CancelAsync();
            await read;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Report(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private async Task ReadAsync(ChannelWriter<ImportPart> writer, IProgress<ImportProgress> progress, CancellationToken failure, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var part in reading.Read(progress, cancellationToken))
                await writer.WriteAsync(part, failure);
            writer.Complete();
        }
        catch (Exception fault)
        {
            // Told to whoever merges.
            writer.Complete(fault);
        }
    }

    private void Take(ImportPart part)
    {
        _counts.Add(part.Counts);
        _songs += part.Tracks.Count;
        _taken += catalogue.Add(part);
        foreach (var refusal in part.Refusals)
            refused.Add(source.Name, refusal);
    }

    private ImportedFile Report(double seconds) => source.Described() with
    {
        ResumedAfter = reading.Resumed,
        Rows = _counts.Rows,
        Taken = _taken,
        AlreadyThere = _songs - _taken,
        Refused = _counts.Of(ImportCounts.Refused),
        LeftOut = _counts.Of(ImportCounts.LeftOut),
        Estimated = _counts.Of(ImportCounts.Estimated),
        LanguageFrom = _counts.Of(ImportCounts.LanguageFrom),
        Seconds = seconds,
    };
}
