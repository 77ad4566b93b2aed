namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>Why a row is no song of the catalogue.</summary>
internal enum RefusalReason
{
    /// <summary>It has more or fewer columns than the header, or is no JSON object.</summary>
    Malformed,
    NoTitle,
    NoArtist,
    TooLong,
    FeatureMissing,
    NotANumber,
    OutOfRange,

    /// <summary>An earlier row of the file has the same id or ISRC.</summary>
    Duplicate,
}

/// <summary>A row that was refused.</summary>
/// <param name="Row">Its line in a text, else its place, counted from 1.</param>
/// <param name="Reason">Why.</param>
/// <param name="Field">The field at fault, as <c>--map</c> names it; empty for the row as a whole.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Title">The row's title, as far as it has one.</param>
/// <param name="Artist">The row's artist, as far as it has one.</param>
internal sealed record Refusal(long Row, RefusalReason Reason, string Field, string Value, string Title, string Artist);
