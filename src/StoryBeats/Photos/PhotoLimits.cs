using System.ComponentModel.DataAnnotations;

namespace StoryBeats.Photos;

/// <summary>What a photo may measure. Checked before any pixel is decoded.</summary>
public sealed class PhotoLimits
{
    /// <summary>The configuration section: <c>Photos</c>.</summary>
    public const string SectionName = "Photos";

    internal const int DefaultWorkingSide = 1024;

    /// <summary>Largest file, in bytes; default 16 MiB.</summary>
    [Range(1, 256L * 1024 * 1024)]
    public long MaxBytes { get; set; } = 16L * 1024 * 1024;

    /// <summary>Smallest width and height, in pixels; default 10.</summary>
    [Range(1, 1024)]
    public int MinSide { get; set; } = 10;

    /// <summary>Largest width and height, in pixels; default 16,384.</summary>
    [Range(224, 65_535)]
    public int MaxSide { get; set; } = 16_384;

    /// <summary>Most pixels in all; default 100 million.</summary>
    [Range(100, 400_000_000)]
    public long MaxPixels { get; set; } = 100_000_000;

    /// <summary>
    /// Most memory, in bytes, that decoding a photo may need by its header; default 192 MiB. Only formats that make a decoder hold
    /// the whole picture come near (AVIF, HEIC in one piece, lossless WebP, GIF, interlaced PNG, progressive JPEG): see docs/photos.md.
    /// </summary>
    [Range(1L << 20, 8L << 30)]
    public long MaxWholeFrameBytes { get; set; } = 192L << 20;

    /// <summary>Longest side that a photo is shrunk to, in pixels; default 1024.</summary>
    [Range(224, 4096)]
    public int WorkingSide { get; set; } = DefaultWorkingSide;

    /// <summary>JPEG quality for whoever needs bytes; default 85.</summary>
    [Range(1, 100)]
    public int JpegQuality { get; set; } = 85;
}
