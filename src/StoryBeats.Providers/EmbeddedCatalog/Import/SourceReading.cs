using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog.Import.Tables;
using StoryBeats.Providers.EmbeddedCatalog.Packed;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>Reads a source's rows into parts, on one thread, and refuses songs that it had before.</summary>
internal sealed class SourceReading(ImportSource source, RowReader reader)
{
    /// <summary>Rows of a part: what an import that is killed reads again at most, twice over.</summary>
    public const int RowsPerPart = 10_000;

    private const int RowsPerReport = 1_000;

    private readonly HashSet<ulong> _seen = [];

    /// <summary>Rows that an earlier run read.</summary>
    public long Resumed { get; private set; }

    /// <summary>Takes note of what an earlier run read.</summary>
    public void Resume(ImportPart part)
    {
        Resumed += part.Counts.Rows;
        foreach (var track in part.Tracks)
            IsNew(track);
    }

    /// <summary>Reads what is left. Once cancelled it gives what it has, and ends.</summary>
    public IEnumerable<ImportPart> Read(IProgress<ImportProgress> progress, CancellationToken cancellationToken)
    {
        using var table = TableFile.Open(source.Path);
        var part = new ImportPart();
        var rows = Resumed;
        foreach (var row in table.Read(source.Columns.Indices, skip: Resumed))
        {
            if (cancellationToken.IsCancellationRequested)
                break;

            Read(row, part);
            if (++rows % RowsPerReport is 0)
                progress.Report(new ImportProgress(source.Name, table.Position, source.Length, rows));
            if (part.Counts.Rows is RowsPerPart)
            {
                yield return part;
                part = new ImportPart();
            }
        }

        if (part.Counts.Rows > 0)
            yield return part;
    }

    /// <summary>Reads the first rows alone.</summary>
    public ImportPart Sample(int rows)
    {
        using var table = TableFile.Open(source.Path);
        var part = new ImportPart();
        foreach (var row in table.Sample(source.Columns.Indices, rows))
            Read(row, part);
        return part;
    }

    private void Read(TableRow row, ImportPart part)
    {
        part.Counts.Rows++;
        var (track, refusal) = reader.Read(row, part.Counts);
        if (track is not null && !IsNew(track))
            refusal = new Refusal(row.Number, RefusalReason.Duplicate, ColumnNames.Of(SongField.Id), track.Id.Value, track.Title, track.Artist);
        if (refusal is null)
        {
            part.Tracks.Add(track!);
            return;
        }

        part.Refusals.Add(refusal);
        part.Counts.Count(ImportCounts.Refused, RefusedRows.Name(refusal.Reason));
    }

    private bool IsNew(Track track)
    {
        // What a row that is refused has else does not count as seen, or an import that was resumed would take other songs.
        ulong[] names = track.Isrc is { } isrc
            ? [PackedLookup.Hash(PackedSection.Ids, track.Id.Value), PackedLookup.Hash(PackedSection.Isrcs, isrc.Value)]
            : [PackedLookup.Hash(PackedSection.Ids, track.Id.Value)];
        if (Array.Exists(names, _seen.Contains))
            return false;

        _seen.UnionWith(names);
        return true;
    }
}
