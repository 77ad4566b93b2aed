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

    /// <summary>
    /// Photos decoded and read at once; by default two a core, and no more than half of the memory allows at <see cref="MaxWholeFrameBytes"/> each.
    /// </summary>
    [Range(1, 1024)]
    public int? MaxConcurrent { get; set; }

    /// <summary>Photos that may wait to be decoded, beside those that are; default 256. Who comes then is told to come back.</summary>
    [Range(0, 100_000)]
    public int MaxWaiting { get; set; } = 256;

    /// <summary>How long a photo may wait for its place, in seconds; default 15.</summary>
    [Range(0.1, 300)]
    public double MaxWaitSeconds { get; set; } = 15;

    /// <summary>Most bytes of photos being received or held at once, over all visitors; default 256 MiB. Later ones wait, unread.</summary>
    [Range(1L << 20, 1L << 40)]
    public long MaxBytesAtOnce { get; set; } = 256L << 20;

    /// <summary>How long a photo may be under way from its visitor, in seconds; default 120.</summary>
    [Range(1, 3600)]
    public int MaxUploadSeconds { get; set; } = 120;
}
