using ImageMagick;

namespace StoryBeats.Photos;

/// <summary>HEIC alone, by ImageMagick: the libvips build from NuGet has no HEVC.</summary>
internal sealed class HeicDecoder : IPhotoDecoder
{
    // RGB at one byte a channel, and the decoder's own 4:2:0 planes, which may be 10 bits deep.
    private const int BytesPerPixel = 5;

    public static readonly HeicDecoder Instance = new();

    private HeicDecoder()
    {
        // Nothing is written to disk: what does not fit into memory is refused.
        ResourceLimits.Disk = 0;
        ResourceLimits.Memory = 1UL << 30;
        ResourceLimits.Area = 400_000_000;
        ResourceLimits.Width = 65_535;
        ResourceLimits.Height = 65_535;
        ResourceLimits.Time = 20;
    }

    public PhotoHeader ReadHeader(ReadOnlyMemory<byte> bytes, PhotoFormat format)
    {
        using var image = new MagickImage();
        image.Ping(bytes.Span, Settings());
        return new PhotoHeader((int)image.Width, (int)image.Height, (long)image.Width * image.Height * BytesPerPixel);
    }

    public PhotoPixels Decode(ReadOnlyMemory<byte> bytes, PhotoLimits limits)
    {
        using var image = new MagickImage();
        image.Read(bytes.Span, Settings());

        // libheif has applied the rotation already; the Exif orientation repeats it.
        var side = (uint)limits.WorkingSide;
        if (image.Width > side || image.Height > side)
            image.Scale(new MagickGeometry(side, side));
        if (image.GetColorProfile() is not null)
            image.TransformColorSpace(ColorProfiles.SRGB);
        image.ColorSpace = ColorSpace.sRGB;
        image.BackgroundColor = MagickColors.White;
        image.Alpha(AlphaAction.Remove);

        using var pixels = image.GetPixelsUnsafe();
        var rgb = pixels.ToByteArray(PixelMapping.RGB) ?? throw new InvalidDataException("The picture has no pixels.");
        return new PhotoPixels(rgb, (int)image.Width, (int)image.Height, limits.JpegQuality);
    }

    private static MagickReadSettings Settings() => new() { Format = MagickFormat.Heic };
}
