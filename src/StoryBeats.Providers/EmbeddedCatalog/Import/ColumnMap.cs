namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>Which column of a table is which field.</summary>
internal sealed class ColumnMap
{
    private static readonly SongField[] Fields = Enum.GetValues<SongField>();

    private readonly IReadOnlyList<string> _columns;

    private ColumnMap(IReadOnlyList<string> columns, int[] indices)
    {
        _columns = columns;
        Indices = indices;
    }

    /// <summary>The column of each field, in the order of <see cref="SongField"/>; -1 where there is none.</summary>
    public IReadOnlyList<int> Indices { get; }

    /// <summary>The column's own name of a field, or null where there is none.</summary>
    public string? this[SongField field] => Indices[(int)field] is >= 0 and var index ? _columns[index] : null;

    /// <summary>The fields found, with the columns' own names.</summary>
    public IReadOnlyDictionary<string, string> Found => Fields
        .Where(one => this[one] is not null)
        .ToDictionary(ColumnNames.Of, one => this[one]!, StringComparer.Ordinal);

    /// <summary>Finds the columns: those that the user named, and the others by their usual names.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="columns">The table's columns.</param>
    /// <param name="named">Columns by field, as the user named them.</param>
    /// <exception cref="InvalidDataException">A column that is needed or was named is not there; the message lists those that are, and how to name one.</exception>
    public static ColumnMap Find(string file, IReadOnlyList<string> columns, IReadOnlyDictionary<string, string> named)
    {
        var byUser = named.ToDictionary(pair => Field(pair.Key), pair => Index(file, columns, pair.Value));
        var indices = Array.ConvertAll(Fields, field => byUser.TryGetValue(field, out var index) ? index : ColumnNames.Find(field, columns));
        var missing = ColumnNames.Required.Where(field => indices[(int)field] < 0).Select(ColumnNames.Of).ToList();
        return missing.Count is 0
            ? new ColumnMap(columns, indices)
            : throw new InvalidDataException(
                $"{file} has no column for {string.Join(", ", missing)}. {Listed(columns)} If one of them is meant, say so: --map {string.Join(',', missing.Select(field => field + "=COLUMN"))}");
    }

    private static SongField Field(string name) => ColumnNames.Parse(name)
        ?? throw new InvalidDataException($"--map knows no \"{name}\". It knows: {string.Join(", ", Fields.Select(ColumnNames.Of))}.");

    private static int Index(string file, IReadOnlyList<string> columns, string name) =>
        columns.ToList().FindIndex(column => column.Trim().Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) is >= 0 and var index
            ? index
            : throw new InvalidDataException($"{file} has no column \"{name}\". {Listed(columns)}");

    private static string Listed(IReadOnlyList<string> columns) =>
        $"Its columns: {string.Join(", ", columns.Select(column => column.Length is 0 ? "(no name)" : column))}.";
}
