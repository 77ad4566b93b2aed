using Parquet;
using Parquet.Schema;

namespace StoryBeats.Providers.EmbeddedCatalog.Import.Tables;

/// <summary>A Parquet file, read group of rows by group of rows: the columns wanted of one group are in memory at once.</summary>
internal sealed class ParquetTable : ITable
{
    private readonly FileStream _file;
    private readonly ParquetReader _reader;
    private readonly DataField[] _fields;
    private double _share;

    private ParquetTable(FileStream file, ParquetReader reader)
    {
        (_file, _reader) = (file, reader);
        // A list's values lie in a field of their own below the column.
        _fields = [.. reader.Schema.DataFields.Where(field => field.MaxRepetitionLevel <= 1).DistinctBy(field => field.Path.FirstPart, StringComparer.Ordinal)];
        Columns = [.. _fields.Select(field => field.Path.FirstPart!)];
    }

    public IReadOnlyList<string> Columns { get; }

    public long Position => (long)(_share * _file.Length);

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ParquetTable Open(string path)
    {
        var file = new SynchronousFile(path);
        try
        {
            return new ParquetTable(file, Wait(ParquetReader.CreateAsync(file)));
        }
        catch (Exception fault)
        {
            file.Dispose();
            throw Damaged(path, fault);
        }
    }

    public IEnumerable<TableRow> Read(IReadOnlyList<int> columns, long skip) => Read(columns, skip, long.MaxValue);

    public IEnumerable<TableRow> Sample(IReadOnlyList<int> columns, int rows) => Read(columns, skip: 0, rows).Take(rows);

    public void Dispose()
    {
        Wait(_reader.DisposeAsync().AsTask().ContinueWith(static _ => true, TaskScheduler.Default));
        _file.Dispose();
    }

    // Of a group no more is kept than is wanted: it may have a million rows.
    private IEnumerable<TableRow> Read(IReadOnlyList<int> columns, long skip, long most)
    {
        var cells = new string?[columns.Count];
        var number = 0L;
        for (var index = 0; index < _reader.RowGroupCount; index++)
        {
            using var group = _reader.OpenRowGroupReader(index);
            if (number + group.RowCount <= skip)
            {
                number += group.RowCount;
                continue;
            }

            var read = columns.Select(column => column < 0 ? null : Column(group, _fields[column], most)).ToArray();
            try
            {
                for (var row = 0; row < group.RowCount && row < most; row++)
                {
                    for (var i = 0; i < cells.Length; i++)
                        cells[i] = read[i]?.Next();
                    _share = (index + ((row + 1.0) / group.RowCount)) / _reader.RowGroupCount;
                    if (++number > skip)
                        yield return new TableRow(number, cells);
                }
            }
            finally
            {
                foreach (var column in read)
                    column?.Dispose();
            }
        }
    }

    private PackedTexts Column(ParquetRowGroupReader group, DataField field, long most)
    {
        try
        {
            return ParquetColumn.Read(group, field, most);
        }
        catch (Exception fault)
        {
            throw Damaged(_file.Name, fault);
        }
    }

    // Its reader throws whatever its parts throw.
    private static InvalidDataException Damaged(string path, Exception fault) =>
        fault as InvalidDataException ?? new InvalidDataException($"{Path.GetFileName(path)} is a Parquet file that cannot be read: {fault.Message}", fault);

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
