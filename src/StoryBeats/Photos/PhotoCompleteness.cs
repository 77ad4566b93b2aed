using System.Buffers.Binary;

namespace StoryBeats.Photos;

/// <summary>
/// Finds files cut off in the middle by the lengths that their containers state: decoding libraries forgive what they need not
/// read, such as the last rows of a photo that is shrunk.
/// </summary>
internal static class PhotoCompleteness
{
    /// <summary>Whether all of the picture that is read is there. Later frames and pictures may be missing: they are not read.</summary>
    public static bool IsComplete(ReadOnlySpan<byte> bytes, PhotoFormat format) => format switch
    {
        PhotoFormat.Jpeg => JpegStructure.ReachesItsEnd(bytes),
        PhotoFormat.Png => PngReachesItsEnd(bytes),
        PhotoFormat.Gif => GifHoldsItsFirstFrame(bytes),
        PhotoFormat.WebP => BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8L <= bytes.Length,
        _ => BoxesFit(bytes),
    };

    /// <summary>
    /// The part of this check that is quick: only a JPEG's end takes a search through all of it, which can wait until it is decoded.
    /// To be made before a library opens the file: libvips leaks memory with each header that breaks off.
    /// </summary>
    public static bool IsCompleteAtAGlance(ReadOnlySpan<byte> bytes, PhotoFormat format) =>
        format is PhotoFormat.Jpeg ? JpegStructure.Read(bytes).HasScan : IsComplete(bytes, format);

    private static bool PngReachesItsEnd(ReadOnlySpan<byte> bytes)
    {
        for (long at = 8; at + 12 <= bytes.Length;)
        {
            var chunk = bytes[(int)at..];
            var end = at + 12 + BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (chunk[4..].StartsWith("IEND"u8))
                return end <= bytes.Length;
            at = end;
        }

        return false;
    }

    private static bool GifHoldsItsFirstFrame(ReadOnlySpan<byte> bytes)
    {
        const byte extension = 0x21, image = 0x2C;
        if (bytes.Length < 13)
            return false;

        for (var at = 13 + ColorTable(bytes[10]); at + 10 < bytes.Length;)
        {
            switch (bytes[at])
            {
                case extension:
                    if (!SkipBlocks(bytes, at + 2, out at))
                        return false;
                    break;
                case image:
                    return SkipBlocks(bytes, at + 11 + ColorTable(bytes[at + 9]), out _);
                default:
                    return false;
            }
        }

        return false;

        static int ColorTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

        static bool SkipBlocks(ReadOnlySpan<byte> bytes, int at, out int end)
        {
            while (at < bytes.Length && bytes[at] != 0)
                at += bytes[at] + 1;
            end = at + 1;
            return at < bytes.Length;
        }
    }

    private static bool BoxesFit(ReadOnlySpan<byte> bytes)
    {
        for (long at = 0; at + 8 <= bytes.Length;)
        {
            var box = bytes[(int)at..];
            long size = BinaryPrimitives.ReadUInt32BigEndian(box);
            var known = box[4..].StartsWith("mdat"u8) || box[4..].StartsWith("meta"u8);
            if (size == 0)
                return true;
            if (size == 1 && box.Length >= 16)
                size = (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(box[8..]), long.MaxValue / 2);
            if (size < 8 || at + size > bytes.Length)
                return !known; // What some phones append is no box.
            at += size;
        }

        return true;
    }
}
