namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>What a table's lengths are counted in, where they are plain numbers.</summary>
internal enum DurationUnit
{
    Milliseconds,
    Seconds,
    Minutes,
}

/// <summary>Lengths in cells: <c>258000</c>, <c>258,000</c>, <c>258.0</c>, <c>4.3</c> by their unit, and <c>4:18</c> or <c>1:04:18</c>.</summary>
internal static class CellDuration
{
    // A day: longer is no song.
    private const double Most = 86_400_000;

    /// <summary>The length in milliseconds, or null for what is none.</summary>
    public static int? Parse(string? text, DurationUnit unit)
    {
        var milliseconds = text?.Contains(':', StringComparison.Ordinal) is true
            ? Clock(text)
            : unit switch
            {
                DurationUnit.Milliseconds => CellNumber.Parse(Joined(text)),
                DurationUnit.Seconds => CellNumber.Parse(text) * 1_000,
                _ => CellNumber.Parse(text) * 60_000,
            };
        return milliseconds is > 0 and <= Most ? (int)Math.Round(milliseconds.Value) : null;
    }

    /// <summary>The unit that a column's name says, or null.</summary>
    public static DurationUnit? Named(string column) => ColumnNames.Fold(column) switch
    {
        var name when name.EndsWith("ms", StringComparison.Ordinal) => DurationUnit.Milliseconds,
        var name when name.EndsWith("min", StringComparison.Ordinal) || name.EndsWith("mins", StringComparison.Ordinal) || name.EndsWith("minutes", StringComparison.Ordinal) => DurationUnit.Minutes,
        var name when name.EndsWith("sec", StringComparison.Ordinal) || name.EndsWith("seconds", StringComparison.Ordinal) || name is "durations" => DurationUnit.Seconds,
        _ => null,
    };

    /// <summary>The unit in which the middle of some lengths is that of a song.</summary>
    public static DurationUnit Guess(IReadOnlyList<double> lengths) => lengths.Order().ElementAtOrDefault(lengths.Count / 2) switch
    {
        > 10_000 => DurationUnit.Milliseconds,
        > 20 => DurationUnit.Seconds,
        _ => DurationUnit.Minutes,
    };

    // Milliseconds have no decimals, so what looks like three of them are thousands: "258,000".
    private static string? Joined(string? text) =>
        text?.Split(',') is [{ Length: <= 3 }, .. { Length: > 0 } groups] parts && Array.TrueForAll(groups, group => group.Length is 3) ? string.Concat(parts) : text;

    private static double? Clock(string text)
    {
        var milliseconds = 0.0;
        foreach (var part in text.Split(':'))
        {
            if (CellNumber.Parse(part) is not (>= 0 and var number))
                return null;
            milliseconds = (milliseconds * 60) + (number * 1000);
        }

        return milliseconds;
    }
}
