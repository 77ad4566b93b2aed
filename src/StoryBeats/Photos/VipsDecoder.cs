using System.Buffers.Binary;
using NetVips;

namespace StoryBeats.Photos;

/// <summary>Everything but HEIC, by libvips: it shrinks while it loads and decodes in strips where the format allows.</summary>
internal sealed class VipsDecoder : IPhotoDecoder
{
    public static readonly VipsDecoder Instance = new();

    // What libjpeg complains of and still decodes in full: cameras and editors write such files.
    private static readonly string[] HarmlessComplaints =
        ["extraneous bytes", "JFIF revision", "Adobe color transform", "progression sequence", "Inconsistent progression"];

    // libvips keeps one list of complaints for all threads: whose they are is only known to who decodes alone.
    private static readonly ReaderWriterLockSlim Company = new(LockRecursionPolicy.NoRecursion);

    private VipsDecoder()
    {
        // Keep nothing of a photo after its request, and only run loaders that are fuzzed.
        Cache.Max = 0;
        NetVips.NetVips.BlockUntrusted = true;
        // Damage is told by exceptions; libvips would write lines to stderr for each photo as well.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, static (_, _, _) => { });
    }

    public PhotoHeader ReadHeader(ReadOnlyMemory<byte> bytes, PhotoFormat format, PhotoLimits limits)
    {
        if (format is PhotoFormat.Avif)
        {
            // Of its boxes, as libheif refuses sizes above its own limits without saying so.
            var container = HeifContainer.Read(bytes);
            return new PhotoHeader(container.Width, container.Height, AvifBytes(container));
        }

        return InCompany(() =>
        {
            using var source = Source.NewFromMemory(bytes.Span);
            using var image = Image.NewFromSource(source, access: Enums.Access.Sequential);
            return new PhotoHeader(image.Width, image.Height, DecodingBytes(image, bytes.Span, format));
        });
    }

    public PhotoPixels Decode(ReadOnlyMemory<byte> bytes, PhotoFormat format, PhotoLimits limits)
    {
        if (format is not PhotoFormat.Jpeg)
            return InCompany(() => Decode(bytes, format, limits, Enums.FailOn.Error));

        try
        {
            return InCompany(() => Decode(bytes, format, limits, Enums.FailOn.Warning));
        }
        catch (VipsException)
        {
            return DecodeOdd(bytes, limits);
        }
    }

    // A JPEG whose data is damaged in the middle is only complained of, like harmless oddities.
    private static PhotoPixels DecodeOdd(ReadOnlyMemory<byte> bytes, PhotoLimits limits)
    {
        Company.EnterWriteLock();
        try
        {
            // What was left unsaid of earlier photos goes with an exception that nobody throws.
            _ = new VipsException("");
            return Decode(bytes, PhotoFormat.Jpeg, limits, Enums.FailOn.Warning);
        }
        catch (VipsException fault) when (Array.Exists(HarmlessComplaints, text => fault.Message.Contains(text, StringComparison.Ordinal)))
        {
            return Decode(bytes, PhotoFormat.Jpeg, limits, Enums.FailOn.Error);
        }
        finally
        {
            Company.ExitWriteLock();
        }
    }

    private static T InCompany<T>(Func<T> read)
    {
        Company.EnterReadLock();
        try
        {
            return read();
        }
        finally
        {
            Company.ExitReadLock();
        }
    }

    /// <summary>Shrinks a picture to the working size, in sRGB where it has another profile.</summary>
    internal static Image Shrink(Image image, PhotoLimits limits)
    {
        // A profile is best applied to the few pixels that are left; only inks and 16 bits need it on the way.
        var onTheWay = image.Interpretation == Enums.Interpretation.Cmyk || image.Format != Enums.BandFormat.Uchar;
        var shrunk = image.ThumbnailImage(
            limits.WorkingSide, height: limits.WorkingSide, size: Enums.Size.Down, outputProfile: onTheWay ? "srgb" : null);
        if (onTheWay || image.Bands < 3 || !HasOtherProfile(image))
            return shrunk;
        using (shrunk)
            return shrunk.IccTransform("srgb", embedded: true, inputProfile: "srgb");
    }

    private static bool HasOtherProfile(Image image) =>
        image.Contains("icc-profile-data") && image.Get("icc-profile-data") is byte[] profile
        && profile.AsSpan().IndexOf("sRGB"u8) < 0 && profile.AsSpan().IndexOf("s\0R\0G\0B"u8) < 0;

    /// <summary>Takes a picture of the working size to opaque sRGB with 8 bits a channel; disposes it.</summary>
    internal static PhotoPixels Finish(Image image, PhotoLimits limits)
    {
        // The depth first: white is 255 only with 8 bits.
        using var shrunk = image;
        using var srgb = shrunk.Colourspace(Enums.Interpretation.Srgb);
        using var eightBit = srgb.Cast(Enums.BandFormat.Uchar);
        using var opaque = eightBit.HasAlpha() ? eightBit.Flatten(background: [255]) : eightBit.Copy();
        if (opaque.Bands != 3)
            throw new InvalidDataException("The picture has channels that are not known.");
        return new PhotoPixels(opaque.WriteToMemory<byte>(), opaque.Width, opaque.Height, limits.JpegQuality);
    }

    // Not vips_thumbnail_source: it leaves out what it cannot decode, in black, whatever fail_on says.
    private static PhotoPixels Decode(ReadOnlyMemory<byte> bytes, PhotoFormat format, PhotoLimits limits, Enums.FailOn failOn)
    {
        // Not a stream: what NetVips hangs on one stays for ever where the photo cannot be opened, half a kilobyte each.
        using var source = Source.NewFromMemory(bytes.Span);
        using var image = Image.NewFromSource(source, access: Enums.Access.Sequential, failOn: failOn, kwargs: ShrinkWhileLoading(bytes, format, limits));
        return Finish(Shrink(image, limits), limits);
    }

    // A JPEG by halves as long as no more than a tenth of the wanted side is missing: its blocks shrink as well as any filter, and what is
    // left to a filter costs half as much time again. WebP scales badly, and is left half as much more as is wanted.
    private static VOption? ShrinkWhileLoading(ReadOnlyMemory<byte> bytes, PhotoFormat format, PhotoLimits limits)
    {
        if (PhotoSize.Read(bytes, format) is not { } size)
            return null;

        var times = Math.Max(size.Width, size.Height) / (double)limits.WorkingSide;
        return format switch
        {
            PhotoFormat.Jpeg when times * 1.1 >= 2 => new VOption { { "shrink", (times * 1.1) switch { >= 8 => 8, >= 4 => 4, _ => 2 } } },
            PhotoFormat.WebP when times > 1.5 => new VOption { { "scale", 1.5 / times } },
            _ => null,
        };
    }

    // What decoding is known to hold at once, from the peaks measured in docs/photos.md.
    private static long DecodingBytes(Image image, ReadOnlySpan<byte> bytes, PhotoFormat format)
    {
        const long megabyte = 1 << 20;
        var pixels = (long)image.Width * image.Height;
        var bytesPerSample = image.Format == Enums.BandFormat.Uchar ? 1 : 2;
        return format switch
        {
            PhotoFormat.Jpeg => (32 * megabyte) + (JpegStructure.Read(bytes).CoefficientBytes * 11 / 10),
            // No shrinking while loading: strips of full width, and all of it where rows come interlaced.
            PhotoFormat.Png => ((long)image.Width * image.Bands * bytesPerSample * (bytesPerSample == 1 ? 2800 : 2000))
                + (image.Contains("interlaced") ? pixels * image.Bands * bytesPerSample : 0),
            PhotoFormat.WebP => (24 * megabyte) + (pixels * WebPBytesPerPixel(bytes)),
            PhotoFormat.Gif => (48 * megabyte) + (pixels * 5),
            _ => 0,
        };
    }

    // libaom keeps its notes on blocks of 4×4 pixels beside the planes.
    private static long AvifBytes(HeifContainer container) => (long)((double)container.Width * container.Height * (container.IsDeep ? 20 : 16.5));

    // Lossy data is scaled row by row, its alpha is not; lossless data is decoded to a frame.
    private static int WebPBytesPerPixel(ReadOnlySpan<byte> bytes)
    {
        var (lossless, alpha) = (false, false);
        for (long at = 12; at + 8 <= bytes.Length;)
        {
            var chunk = bytes[(int)at..];
            lossless |= chunk.StartsWith("VP8L"u8);
            alpha |= chunk.StartsWith("ALPH"u8);
            // A frame of an animation has its chunks inside.
            at += chunk.StartsWith("ANMF"u8) ? 24 : 8L + BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]) + (chunk[4] & 1);
        }

        return lossless ? 4 : alpha ? 2 : 0;
    }
}
