using System.Buffers.Binary;

namespace StoryBeats.Photos;

/// <summary>What the markers of a JPEG (ITU-T T.81, annex B) tell without decoding: of an MPO, those of its first picture.</summary>
/// <param name="Width">Width as stored, in pixels; 0 when no frame begins.</param>
/// <param name="Height">Height as stored, in pixels.</param>
/// <param name="CoefficientBytes">What a decoder holds at once, in bytes: every coefficient where the scans are several, else 0.</param>
/// <param name="HasScan">Whether the first scan begins: all that comes before it is there.</param>
internal readonly record struct JpegStructure(int Width, int Height, long CoefficientBytes, bool HasScan)
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    /// <summary>Reads what comes before the first scan.</summary>
    public static JpegStructure Read(ReadOnlySpan<byte> bytes)
    {
        long coefficients = 0;
        int width = 0, height = 0, components = 0;
        var progressive = false;
        var at = 2;
        while (NextSegment(bytes, ref at) is var (marker, range))
        {
            var segment = bytes[range];
            if (marker == StartOfScan)
            {
                var several = progressive || (segment.Length > 0 && segment[0] < components);
                return new JpegStructure(width, height, several ? coefficients : 0, HasScan: true);
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && segment.Length >= 6)
            {
                progressive = marker is 0xC2 or 0xC6 or 0xCA or 0xCE;
                height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
                width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
                components = segment[5];
                coefficients = Coefficients(segment, width, height, components);
            }
        }

        return new JpegStructure(width, height, coefficients, HasScan: false);
    }

    /// <summary>Whether the end marker of the first picture is there.</summary>
    public static bool ReachesItsEnd(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (NextSegment(bytes, ref at) is var (marker, _))
        {
            if (marker == EndOfImage)
                return true;
        }

        return false;
    }

    // The next marker that counts, and its segment without the length; the end marker has none.
    private static (byte Marker, Range Segment)? NextSegment(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (NextMarker(bytes, ref at) is { } marker)
        {
            if (marker == EndOfImage)
                return (marker, at..at);
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8))
                continue;
            if (at + 2 > bytes.Length)
                return null;

            var start = at + 2;
            at += Math.Max(2, (int)BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]));
            return (marker, start..Math.Min(bytes.Length, Math.Max(start, at)));
        }

        return null;
    }

    // Skips what is no marker: picture data with its stuffed zeros and restart markers, fill bytes, stray bytes.
    private static byte? NextMarker(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (at < bytes.Length)
        {
            var found = bytes[at..].IndexOf((byte)0xFF);
            if (found < 0 || at + found + 1 >= bytes.Length)
                return null;

            at += found + 1;
            if (bytes[at] is 0xFF)
                continue;

            var marker = bytes[at++];
            if (marker is not (0x00 or (>= 0xD0 and <= 0xD7)))
                return marker;
        }

        return null;
    }

    private static long Coefficients(ReadOnlySpan<byte> frame, long width, long height, int components)
    {
        if (frame.Length < 6 + (3 * components))
            return 0;

        int widest = 1, tallest = 1;
        for (var i = 0; i < components; i++)
        {
            widest = Math.Max(widest, frame[7 + (3 * i)] >> 4);
            tallest = Math.Max(tallest, frame[7 + (3 * i)] & 15);
        }

        long samples = 0;
        for (var i = 0; i < components; i++)
            samples += ((width * (frame[7 + (3 * i)] >> 4) / widest) + 8) * ((height * (frame[7 + (3 * i)] & 15) / tallest) + 8);
        return samples * sizeof(short);
    }
}
