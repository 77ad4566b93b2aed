using System.Globalization;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace StoryBeats.Providers.EmbeddedCatalog.Import.Tables;

/// <summary>A column of one group of rows, row by row as the texts that a CSV file would hold.</summary>
internal sealed class ParquetColumn : IDisposable
{
    // Writers make groups of a thousand or of a million.
    private const int LargeGroup = 200_000;

    private readonly RawColumnData _column;
    private readonly Func<int, string?> _text;
    private readonly int _known;
    private readonly bool _isList;
    private int _at;
    private int _value;

    private ParquetColumn(RawColumnData column, DataField field)
    {
        _column = column;
        _text = TextOf(column, field);
        _known = field.MaxDefinitionLevel;
        _isList = field.MaxRepetitionLevel > 0;
    }

    /// <summary>
    /// Reads a column and packs it. On a thread of its own: the buffers that the reader rents stay with the thread that gave them back, and as large as a
    /// column of a million texts they are to end with it.
    /// </summary>
    public static PackedTexts Read(ParquetRowGroupReader group, DataField field, long most)
    {
        var packed = Task.Factory.StartNew(() =>
        {
            using var column = new ParquetColumn(group.ReadRawColumnDataBaseAsync(field, CancellationToken.None).AsTask().GetAwaiter().GetResult(), field);
            return new PackedTexts(column.Texts(Math.Min(group.RowCount, most)));
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).GetAwaiter().GetResult();
        // Hundreds of MB have just become garbage, and the next column brings as many.
        if (group.RowCount > LargeGroup)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return packed;
    }

    public void Dispose() => _column.Dispose();

    private IEnumerable<string?> Texts(long rows)
    {
        for (var row = 0L; row < rows; row++)
            yield return Next();
    }

    private string? Next()
    {
        if (!_isList)
            return Value();

        // A repetition level of 0 begins a row.
        var list = Value();
        while (_at < _column.RepetitionLevels.Length && _column.RepetitionLevels[_at] > 0)
            list = (list, Value()) switch { ({ } before, { } item) => before + ListText.Separator + item, var (before, item) => before ?? item };
        return list;
    }

    // A definition level below the highest stands for nothing, and has no value.
    private string? Value() => _known is 0 || _column.DefinitionLevels[_at++] == _known ? _text(_value++) : null;

    private static Func<int, string?> TextOf(RawColumnData column, DataField field) => column switch
    {
        RawColumnData<ReadOnlyMemory<char>> texts => Convert(texts, static text => text.Span.Trim() is { Length: > 0 } some ? some.ToString() : null),
        RawColumnData<double> numbers => Convert(numbers, Number),
        RawColumnData<float> numbers => Convert(numbers, Number),
        RawColumnData<decimal> numbers => Convert(numbers, Number),
        RawColumnData<int> numbers => Convert(numbers, Number),
        RawColumnData<long> numbers => Convert(numbers, Number),
        RawColumnData<short> numbers => Convert(numbers, Number),
        RawColumnData<byte> numbers => Convert(numbers, Number),
        RawColumnData<uint> numbers => Convert(numbers, Number),
        RawColumnData<ulong> numbers => Convert(numbers, Number),
        RawColumnData<DateTime> dates => Convert(dates, static date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => throw new InvalidDataException($"The column {field.Path.FirstPart} holds values of a kind that cannot be read ({field.ClrType.Name})."),
    };

    private static string Number<T>(T value)
        where T : IFormattable => value.ToString(format: null, CultureInfo.InvariantCulture);

    private static Func<int, string?> Convert<T>(RawColumnData<T> column, Func<T, string?> text)
        where T : struct => index => text(column.Values[index]);
}
