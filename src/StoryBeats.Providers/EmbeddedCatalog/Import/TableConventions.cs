using StoryBeats.Providers.EmbeddedCatalog.Import.Tables;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>What a table's figures mean where its columns' names do not say: judged by its first rows.</summary>
/// <param name="Percent">Features from 0 to 100.</param>
/// <param name="Unit">The unit of lengths.</param>
/// <param name="MonthFirst">Whether dates that end in their year begin with the month.</param>
/// <param name="Assumed">What was judged and not said, in words.</param>
internal sealed record TableConventions(IReadOnlySet<SongField> Percent, DurationUnit Unit, bool MonthFirst, IReadOnlyList<string> Assumed)
{
    private const int Rows = 1000;

    /// <summary>The features that are shares.</summary>
    public static IReadOnlyList<SongField> Shares { get; } =
        [SongField.Energy, SongField.Valence, SongField.Danceability, SongField.Acousticness, SongField.Instrumentalness];

    /// <summary>Judges by a file's first thousand rows.</summary>
    public static TableConventions Of(string path, ColumnMap columns)
    {
        using var table = TableFile.Open(path);
        var sample = table.Sample(columns.Indices, Rows).Select(row => row.Cells.ToArray()).ToList();
        var assumed = new List<string>();
        return new TableConventions(PercentOf(columns, sample, assumed), UnitOf(columns, sample, assumed), IsMonthFirst(sample, assumed), assumed);
    }

    // Energy and valence are spread over their whole range in any set; the others may well be 0 nearly everywhere.
    private static HashSet<SongField> PercentOf(ColumnMap columns, List<string?[]> sample, List<string> assumed)
    {
        var said = Shares.Where(field => columns[field] is { } name && ColumnNames.IsPercent(name)).ToHashSet();
        if (said.Count > 0)
            return said;

        var figures = Numbers(sample, SongField.Energy).Concat(Numbers(sample, SongField.Valence)).ToList();
        if (figures.Count(figure => figure is > 1 and <= 100) * 2 <= figures.Count)
            return [];

        assumed.Add("features are percent");
        return [.. Shares];
    }

    private static DurationUnit UnitOf(ColumnMap columns, List<string?[]> sample, List<string> assumed)
    {
        if (columns[SongField.Duration] is not { } name)
            return default;
        if (CellDuration.Named(name) is { } said)
            return said;

        var lengths = Numbers(sample, SongField.Duration).ToList();
        var unit = CellDuration.Guess(lengths);
        if (lengths.Count > 0)
            assumed.Add($"{name} is in {unit.ToString().ToLowerInvariant()}");
        return unit;
    }

    private static bool IsMonthFirst(List<string?[]> sample, List<string> assumed)
    {
        var told = sample.Select(cells => CellDate.IsMonthFirst(cells[(int)SongField.ReleaseDate])).OfType<bool>().ToList();
        var monthFirst = told.Count(first => first) * 2 > told.Count;
        if (monthFirst)
            assumed.Add("dates begin with the month");
        return monthFirst;
    }

    private static IEnumerable<double> Numbers(List<string?[]> sample, SongField field) =>
        sample.Select(cells => CellNumber.Parse(cells[(int)field])).OfType<double>();
}
