using System.Buffers.Binary;
using NetVips;

namespace StoryBeats.Fakes.Models;

/// <summary>Looks at a picture by decoding it.</summary>
internal static class ImageCheck
{
    private const int SampleSide = 64;

    public static SeenImage Look(string mediaType, string base64, bool beforeText)
    {
        byte[] data = [];
        string? problem = null;
        var (width, height) = (0, 0);
        IReadOnlyList<string> metadata = [];
        PictureLight? light = null;
        try
        {
            data = Convert.FromBase64String(base64);
            (width, height, light) = Decode(data);
            metadata = MetadataOf(data);
        }
        catch (Exception fault) when (fault is FormatException or VipsException or InvalidDataException)
        {
            problem = fault is FormatException ? "the data is not base64" : "Could not process image: it is not a whole JPEG";
        }

        problem ??= mediaType is not ("image/jpeg" or "") ? $"the image is said to be {mediaType}, and is image/jpeg"
            : Math.Max(width, height) > SeenImage.LongestSide ? $"the image is {width}×{height}; at most {SeenImage.LongestSide} pixels a side are expected"
            : metadata.Count > 0 ? $"the image carries metadata: {string.Join(", ", metadata)}"
            : !beforeText ? "the image comes after the text"
            : null;
        return new SeenImage
        {
            MediaType = mediaType,
            Data = data,
            Width = width,
            Height = height,
            Metadata = metadata,
            BeforeText = beforeText,
            Problem = problem,
            Light = light,
        };
    }

    private static (int Width, int Height, PictureLight Light) Decode(byte[] data)
    {
        if (data is not [0xFF, 0xD8, 0xFF, ..])
            throw new InvalidDataException("It does not begin as a JPEG does.");
        using var image = Image.JpegloadBuffer(data, failOn: Enums.FailOn.Error);
        using var pixels = image.CopyMemory();
        using var small = pixels.ThumbnailImage(SampleSide, height: SampleSide, size: Enums.Size.Force);
        using var rgb = small.Colourspace(Enums.Interpretation.Srgb);
        return (image.Width, image.Height, Measure(rgb.WriteToMemory<byte>(), rgb.Bands));
    }

    private static PictureLight Measure(byte[] pixels, int bands)
    {
        double brightness = 0, squares = 0, saturation = 0, warmth = 0;
        var count = pixels.Length / bands;
        for (var at = 0; at + bands <= pixels.Length; at += bands)
        {
            double red = pixels[at] / 255.0, green = pixels[at + 1] / 255.0, blue = pixels[at + 2] / 255.0;
            var (high, low) = (Math.Max(red, Math.Max(green, blue)), Math.Min(red, Math.Min(green, blue)));
            var light = (.299 * red) + (.587 * green) + (.114 * blue);
            brightness += light;
            squares += light * light;
            saturation += high > 0 ? (high - low) / high : 0;
            warmth += red - blue;
        }

        brightness /= count;
        var deviation = Math.Sqrt(Math.Max(0, (squares / count) - (brightness * brightness)));
        return new PictureLight(brightness, saturation / count, warmth / count, Math.Min(1, 2 * deviation));
    }

    /// <summary>Walks the segments up to the picture itself. JFIF (APP0) and Adobe's colour transform (APP14) say nothing but how to decode.</summary>
    private static List<string> MetadataOf(ReadOnlySpan<byte> jpeg)
    {
        const byte app0 = 0xE0, app14 = 0xEE, comment = 0xFE, startOfScan = 0xDA, padding = 0xFF;
        var found = new List<string>();
        for (var at = 2; at + 4 <= jpeg.Length && jpeg[at] == 0xFF && jpeg[at + 1] != startOfScan;)
        {
            var marker = jpeg[at + 1];
            if (marker == padding)
            {
                at++;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            if (marker is comment or (> app0 and < 0xF0 and not app14))
                found.Add(Name(marker, jpeg[(at + 4)..]));
            at += 2 + length;
        }

        return found;
    }

    private static string Name(byte marker, ReadOnlySpan<byte> content) => marker switch
    {
        0xE1 when content.StartsWith("Exif\0"u8) => "exif",
        0xE1 => "xmp",
        0xE2 when content.StartsWith("ICC_PROFILE"u8) => "icc",
        0xED => "iptc",
        0xFE => "comment",
        _ => $"app{marker - 0xE0}",
    };
}
