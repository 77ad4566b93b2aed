using System.Globalization;
using System.Text.Json.Serialization;

namespace StoryBeats.Catalog;

/// <summary>A release date as exactly as it is known: a year, a month or a day.</summary>
/// <param name="Year">The year.</param>
/// <param name="Month">The month, or null when only the year is known.</param>
/// <param name="Day">The day, or null when only the month is known.</param>
[JsonConverter(typeof(ReleaseDateConverter))]
public readonly record struct ReleaseDate(int Year, int? Month = null, int? Day = null)
{
    /// <summary>A release is recent for this many days: 18 months.</summary>
    public const int RecentDays = 540;

    /// <summary>Reads <c>2019</c>, <c>2019-05</c> or <c>2019-05-03</c>.</summary>
    /// <returns>The date, or null when the text is none of these.</returns>
    public static ReleaseDate? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        const DateTimeStyles style = DateTimeStyles.None;
        var culture = CultureInfo.InvariantCulture;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, style, out var day))
            return new ReleaseDate(day.Year, day.Month, day.Day);
        if (DateOnly.TryParseExact(text, "yyyy-MM", culture, style, out var month))
            return new ReleaseDate(month.Year, month.Month);
        if (DateOnly.TryParseExact(text, "yyyy", culture, style, out var year))
            return new ReleaseDate(year.Year);
        return null;
    }

    /// <summary>
    /// Days from the release to <paramref name="today"/>. An unknown day counts as the 15th, an unknown month as 1 July:
    /// the middle, so that neither age nor youth is invented.
    /// </summary>
    public int AgeInDays(DateOnly today) =>
        today.DayNumber - new DateOnly(Year, Month ?? 7, Day ?? (Month is null ? 1 : 15)).DayNumber;

    /// <inheritdoc/>
    public override string ToString() => (Month, Day) switch
    {
        (null, _) => Year.ToString("0000", CultureInfo.InvariantCulture),
        ({ } month, null) => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{month:00}"),
        ({ } month, { } day) => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{month:00}-{day:00}"),
    };
}
