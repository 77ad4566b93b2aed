namespace StoryBeats.Fakes.Models;

/// <summary>A picture as it was sent.</summary>
public sealed record SeenImage
{
    /// <summary>The longest side that is taken, in pixels.</summary>
    public const int LongestSide = 1024;

    /// <summary>The type it was said to be, such as <c>image/jpeg</c>; empty where the API does not say.</summary>
    public required string MediaType { get; init; }

    /// <summary>The file; empty where it was no base64.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>In pixels; 0 where it could not be decoded.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels; 0 where it could not be decoded.</summary>
    public required int Height { get; init; }

    /// <summary>Segments that say more than pixels: "exif", "xmp", "icc", "iptc", "comment", or their number.</summary>
    public required IReadOnlyList<string> Metadata { get; init; }

    /// <summary>Whether it came before every text beside it.</summary>
    public required bool BeforeText { get; init; }

    /// <summary>What is wrong with it, or null.</summary>
    public required string? Problem { get; init; }

    /// <summary>Its light and colour, or null where it could not be decoded.</summary>
    internal PictureLight? Light { get; init; }
}

/// <summary>The means of a picture.</summary>
/// <param name="Brightness">0 (black) to 1.</param>
/// <param name="Saturation">0 (grey) to 1.</param>
/// <param name="Warmth">-1 (blue) to 1 (red).</param>
/// <param name="Contrast">Twice the deviation of brightness, 0 to 1.</param>
internal sealed record PictureLight(double Brightness, double Saturation, double Warmth, double Contrast);
