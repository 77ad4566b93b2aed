using StoryBeats.Catalog;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>Dates in cells: year, year-month, year-month-day, day-month-year, with hyphens, slashes or points, also with a time behind.</summary>
internal static class CellDate
{
    // Before sound was recorded, and what nobody can have released yet.
    private const int FirstYear = 1860;
    private const int LastYear = 2100;

    /// <summary>The date, or null for what is none.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="monthFirst">Whether a date that ends in its year begins with the month.</param>
    public static ReleaseDate? Parse(string? text, bool monthFirst) => Parts(text) switch
    {
        [var year] => From(year, null, null),
        [> 31 and var year, var month] => From(year, month, null),
        [var month, > 31 and var year] => From(year, month, null),
        [> 31 and var year, var month, var day] => From(year, month, day),
        [var month, var day, > 31 and var year] when monthFirst => From(year, month, day),
        [var day, var month, > 31 and var year] => From(year, month, day),
        _ => null,
    };

    /// <summary>The date of a year, a month and a day, as exactly as they make one, or null.</summary>
    public static ReleaseDate? From(int year, int? month, int? day) => year is < FirstYear or > LastYear
        ? null
        : month is not (>= 1 and <= 12) ? month is null or 0 ? new ReleaseDate(year) : null
        : day is null or 0 ? new ReleaseDate(year, month)
        : day <= DateTime.DaysInMonth(year, month.Value) && day > 0 ? new ReleaseDate(year, month, day) : null;

    /// <summary>Whether a date can only have its month first (true) or its day (false); null where it may be either.</summary>
    public static bool? IsMonthFirst(string? text) => Parts(text) switch
    {
        [> 12 and <= 31, <= 12, > 31] => false,
        [<= 12, > 12 and <= 31, > 31] => true,
        _ => null,
    };

    private static int[] Parts(string? text)
    {
        var date = text.AsSpan();
        if (date.IndexOfAny('T', ' ') is > 0 and var time)
            date = date[..time];
        if (CellNumber.Whole(date.ToString()) is { } year)
            return [year];

        Span<Range> ranges = stackalloc Range[4];
        var count = date.SplitAny(ranges, "-/.");
        var parts = new int[count];
        for (var i = 0; i < count; i++)
        {
            if (!int.TryParse(date[ranges[i]], System.Globalization.NumberStyles.None, provider: null, out parts[i]))
                return [];
        }

        return parts;
    }
}
