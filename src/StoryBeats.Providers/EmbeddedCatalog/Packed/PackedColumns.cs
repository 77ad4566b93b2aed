using StoryBeats.Catalog;

namespace StoryBeats.Providers.EmbeddedCatalog.Packed;

/// <summary>What a byte of a column stands for.</summary>
internal static class PackedColumns
{
    /// <summary>Popularity or year that nobody knows.</summary>
    public const byte Unknown = 255;

    private const int FirstYear = 1900;
    private const int LastYear = FirstYear + Unknown - 1;

    /// <summary>Whether the columns can hold features: each from 0 to 1, the tempo from 0 to 255 BPM.</summary>
    public static bool Hold(AudioFeatures features) =>
        IsShare(features.Energy) && IsShare(features.Valence) && IsShare(features.Danceability) && IsShare(features.Acousticness)
        && IsShare(features.Instrumentalness) && features.Tempo is >= 0 and <= byte.MaxValue;

    /// <summary>A feature from 0 to 1 in steps of 1/255, at most half a step off.</summary>
    public static byte Share(double value) => (byte)Math.Round(value * byte.MaxValue);

    /// <summary>A tempo in steps of 1 BPM, at most half a BPM off.</summary>
    public static byte Tempo(double beatsPerMinute) => (byte)Math.Round(beatsPerMinute);

    /// <summary>A popularity, 0 to 100.</summary>
    public static byte Popularity(int? popularity) => popularity is { } known ? (byte)Math.Clamp(known, 0, 100) : Unknown;

    /// <summary>A year of release; years before 1900 count as 1900.</summary>
    public static byte Year(int? year) => year is { } known ? (byte)(Math.Clamp(known, FirstYear, LastYear) - FirstYear) : Unknown;

    private static bool IsShare(double value) => value is >= 0 and <= 1;
}
