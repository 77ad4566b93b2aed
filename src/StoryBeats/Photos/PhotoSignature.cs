using System.Buffers.Binary;
using System.Text;

namespace StoryBeats.Photos;

/// <summary>Recognises a photo by its first bytes.</summary>
internal static class PhotoSignature
{
    /// <summary>The format, or null when the bytes begin like none of them.</summary>
    public static PhotoFormat? Recognise(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return PhotoFormat.Jpeg;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            return PhotoFormat.Png;
        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
            return PhotoFormat.Gif;
        if (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8))
            return PhotoFormat.WebP;
        return RecogniseIsoMedia(bytes);
    }

    /// <summary>What a file that is no photo seems to be, in words, or null. Pictures are called a picture or a drawing.</summary>
    public static string? DescribeOther(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("%PDF"u8))
            return "a PDF document";
        if (bytes.StartsWith("BM"u8))
            return "a BMP picture";
        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8))
            return "a TIFF or raw camera picture";
        if (bytes.StartsWith("PK\u0003\u0004"u8))
            return "a ZIP archive or an office document";
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20]))
            return "a JPEG XL picture";
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0]))
            return "an icon picture";
        if (bytes.Length >= 12 && bytes[4..].StartsWith("ftyp"u8))
            return "a video";
        if (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8))
            return "a video or a sound";
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]))
            return "a video";
        if (bytes.StartsWith("ID3"u8) || bytes.StartsWith("OggS"u8) || bytes.StartsWith("fLaC"u8))
            return "a sound file";
        var start = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 512)]).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\r', '\n', '\t');
        if (start.StartsWith("<svg", StringComparison.OrdinalIgnoreCase)
            || (start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) && start.Contains("<svg", StringComparison.OrdinalIgnoreCase)))
            return "an SVG drawing";
        if (start.StartsWith('<'))
            return "a web page";
        if (start.StartsWith('{') || start.StartsWith('['))
            return "JSON text";
        return null;
    }

    private static PhotoFormat? RecogniseIsoMedia(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 16 || !bytes[4..].StartsWith("ftyp"u8))
            return null;

        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (length is < 16 or > 4096)
            return null;

        var box = bytes[..(int)Math.Min(length, bytes.Length)];
        var heif = false;
        // The major brand, then (after its version) the compatible ones.
        for (var at = 8; at + 4 <= box.Length; at += at == 8 ? 8 : 4)
        {
            var brand = box.Slice(at, 4);
            if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8))
                return PhotoFormat.Avif;
            heif |= brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("hevc"u8)
                || brand.SequenceEqual("hevx"u8) || brand.SequenceEqual("heim"u8) || brand.SequenceEqual("heis"u8)
                || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8);
        }

        return heif ? PhotoFormat.Heic : null;
    }
}
