using System.Globalization;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>Numbers in cells.</summary>
internal static class CellNumber
{
    /// <summary>A number with a point, or with a comma as spreadsheets in much of Europe write it; null for what is neither, or not finite.</summary>
    public static double? Parse(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        || (text?.Contains(',', StringComparison.Ordinal) is true && double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            ? double.IsFinite(number) ? number : null
            : null;

    /// <summary>A whole number, also one that became <c>2019.0</c> on its way; null for anything else.</summary>
    public static int? Whole(string? text) =>
        Parse(text) is { } number && number == Math.Truncate(number) && Math.Abs(number) <= int.MaxValue ? (int)number : null;
}
