namespace StoryBeats.Providers.EmbeddedCatalog.Import.Tables;

/// <summary>A file of rows, read once from its begin.</summary>
internal interface ITable : IDisposable
{
    /// <summary>The columns' names, as the file spells them.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Bytes of the file read so far.</summary>
    long Position { get; }

    /// <summary>Reads the rows.</summary>
    /// <param name="columns">The columns wanted; -1 stands for one that is not there, whose cells are null.</param>
    /// <param name="skip">Rows to pass over.</param>
    /// <returns>The rows. They share one array of cells, in the order of <paramref name="columns"/>.</returns>
    /// <exception cref="InvalidDataException">The rest of the file cannot be told apart into rows.</exception>
    IEnumerable<TableRow> Read(IReadOnlyList<int> columns, long skip);

    /// <summary>Reads the first rows alone.</summary>
    IEnumerable<TableRow> Sample(IReadOnlyList<int> columns, int rows) => Read(columns, skip: 0).Take(rows);
}

/// <summary>A row.</summary>
/// <param name="Number">Its first line in a text, else its place, counted from 1.</param>
/// <param name="Cells">The texts of its cells, null where there is nothing.</param>
/// <param name="Fault">What is wrong with the row as a whole, or null.</param>
internal readonly record struct TableRow(long Number, string?[] Cells, string? Fault = null);
