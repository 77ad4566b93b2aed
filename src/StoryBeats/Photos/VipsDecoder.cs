using System.Runtime.InteropServices;
using NetVips;

namespace StoryBeats.Photos;

/// <summary>Everything but HEIC, by libvips: it shrinks while it loads and decodes in strips where the format allows.</summary>
internal sealed class VipsDecoder : IPhotoDecoder
{
    public static readonly VipsDecoder Instance = new();

    private VipsDecoder()
    {
        // Keep nothing of a photo after its request, and only run loaders that are fuzzed.
        Cache.Max = 0;
        NetVips.NetVips.BlockUntrusted = true;
    }

    public PhotoHeader ReadHeader(ReadOnlyMemory<byte> bytes, PhotoFormat format)
    {
        using var image = Image.NewFromBuffer(Array(bytes), access: Enums.Access.Sequential);
        return new PhotoHeader(image.Width, image.Height, WholeFrameBytes(image, bytes.Span, format));
    }

    public PhotoPixels Decode(ReadOnlyMemory<byte> bytes, PhotoLimits limits)
    {
        using var shrunk = Image.ThumbnailBuffer(
            Array(bytes), limits.WorkingSide, height: limits.WorkingSide, size: Enums.Size.Down,
            outputProfile: "srgb", failOn: Enums.FailOn.Error);
        using var opaque = shrunk.HasAlpha() ? shrunk.Flatten(background: [255]) : shrunk.Copy();
        using var srgb = opaque.Interpretation == Enums.Interpretation.Srgb && opaque.Bands == 3
            ? opaque.Copy()
            : opaque.Colourspace(Enums.Interpretation.Srgb);
        using var eightBit = srgb.Cast(Enums.BandFormat.Uchar);
        return new PhotoPixels(eightBit.WriteToMemory<byte>(), eightBit.Width, eightBit.Height, limits.JpegQuality);
    }

    // What each codec library is known to hold at once; checked against measured peaks in docs/photos.md.
    private static long WholeFrameBytes(Image image, ReadOnlySpan<byte> bytes, PhotoFormat format)
    {
        var pixels = (long)image.Width * image.Height;
        var bytesPerSample = image.Format == Enums.BandFormat.Uchar ? 1 : 2;
        return format switch
        {
            // Coefficients of every scan, two bytes a sample; 4:2:0 halves the chroma both ways.
            PhotoFormat.Jpeg when IsInterlaced(image) => pixels * 2 * image.Bands / (IsChromaSubsampled(image) ? 2 : 1),
            PhotoFormat.Png when IsInterlaced(image) => pixels * image.Bands * bytesPerSample,
            PhotoFormat.WebP when WebPHoldsWholeFrame(bytes) => pixels * 8,
            PhotoFormat.Gif => pixels * 5,
            PhotoFormat.Avif => pixels * 5 * bytesPerSample,
            _ => 0,
        };
    }

    private static bool IsInterlaced(Image image) => image.Contains("interlaced");

    private static bool IsChromaSubsampled(Image image) =>
        image.Contains("jpeg-chroma-subsample") && image.Get("jpeg-chroma-subsample") is "4:2:0";

    // Lossless and animated WebP are decoded to full frames; lossy ones are scaled row by row.
    private static bool WebPHoldsWholeFrame(ReadOnlySpan<byte> bytes) =>
        bytes[12..].StartsWith("VP8L"u8)
        || (bytes[12..].StartsWith("VP8X"u8) && ((bytes[20] & 0x02) != 0 || bytes[..Math.Min(bytes.Length, 1 << 16)].IndexOf("VP8L"u8) >= 0));

    private static byte[] Array(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : bytes.ToArray();
}
