using System.Globalization;
using nietras.SeparatedValues;

namespace StoryBeats.Providers.EmbeddedCatalog.Import.Tables;

/// <summary>CSV, TSV, or whatever else separates: the sign that stands most often in the header.</summary>
internal sealed class SeparatedTable : ITable
{
    private readonly TextSource _source;
    private readonly FileStream _file;
    private readonly SepReader _reader;

    public SeparatedTable(TextSource source, string header)
    {
        _source = source;
        (var text, _file) = source.Open();
        _reader = Sep.New(",\t;|".MaxBy(sign => header.Count(sign))).Reader(options => options with
        {
            Unescape = true,
            // Read as a row: as a header two columns of the same name would be a fault.
            HasHeader = false,
            DisableColCountCheck = true,
            CultureInfo = CultureInfo.InvariantCulture,
        }).From(text);
        Columns = Next() ? [.. Enumerable.Range(0, _reader.Current.ColCount).Select(column => _reader.Current[column].ToString())] : [];
    }

    public IReadOnlyList<string> Columns { get; }

    public long Position => _file.Position;

    public IEnumerable<TableRow> Read(IReadOnlyList<int> columns, long skip)
    {
        var cells = new string?[columns.Count];
        while (Next())
        {
            if (skip-- > 0)
                continue;

            var row = _reader.Current;
            var isWhole = row.ColCount == Columns.Count;
            for (var i = 0; i < cells.Length; i++)
                cells[i] = columns[i] is >= 0 and var column && column < row.ColCount && row[column].Span.Trim() is { Length: > 0 } text ? text.ToString() : null;
            yield return new TableRow(row.LineNumberFrom, cells, isWhole ? null : string.Create(CultureInfo.InvariantCulture, $"{row.ColCount} columns instead of {Columns.Count}"));
        }
    }

    public void Dispose() => _reader.Dispose();

    private bool Next()
    {
        try
        {
            return _reader.MoveNext();
        }
        catch (Exception fault) when (fault is NotSupportedException or InvalidDataException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"{_source.Name} cannot be told apart into rows: a quotation mark may open a cell and never close it. ({fault.Message})", fault);
        }
    }
}
