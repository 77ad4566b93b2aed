using System.Buffers.Binary;

namespace StoryBeats.Photos;

/// <summary>
/// The size that a header promises, read without any library: those have limits of their own, and what exceeds them they call
/// damaged.
/// </summary>
internal static class PhotoSize
{
    /// <summary>Width and height as stored, or null where the beginning does not say.</summary>
    public static (int Width, int Height)? Read(ReadOnlyMemory<byte> photo, PhotoFormat format)
    {
        var bytes = photo.Span;
        switch (format)
        {
            case PhotoFormat.Jpeg:
                var jpeg = JpegStructure.Read(bytes);
                return (jpeg.Width, jpeg.Height);
            case PhotoFormat.Png when bytes.Length >= 24:
                return (Clamped(BinaryPrimitives.ReadUInt32BigEndian(bytes[16..])), Clamped(BinaryPrimitives.ReadUInt32BigEndian(bytes[20..])));
            case PhotoFormat.Gif when bytes.Length >= 10:
                return (BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]));
            case PhotoFormat.WebP when bytes.Length >= 30:
                return WebP(bytes[12..]);
            case PhotoFormat.Heic or PhotoFormat.Avif:
                var container = HeifContainer.Read(photo);
                return (container.Width, container.Height);
            default:
                return null;
        }
    }

    // RFC 9649: 24 bits each, less one, where the file is extended; else 14 bits each in the picture's own header.
    private static (int Width, int Height)? WebP(ReadOnlySpan<byte> chunk)
    {
        if (chunk.StartsWith("VP8X"u8))
            return ((BinaryPrimitives.ReadInt32LittleEndian(chunk[12..]) & 0xFFFFFF) + 1, (BinaryPrimitives.ReadInt32LittleEndian(chunk[14..]) >>> 8) + 1);
        if (chunk.StartsWith("VP8L"u8))
        {
            var sides = BinaryPrimitives.ReadUInt32LittleEndian(chunk[9..]);
            return ((int)(sides & 0x3FFF) + 1, (int)((sides >> 14) & 0x3FFF) + 1);
        }

        return (BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(chunk[16..]) & 0x3FFF);
    }

    private static int Clamped(uint side) => (int)Math.Min(side, int.MaxValue);
}
