using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace StoryBeats.Server.Tests;

/// <summary>PNG files written chunk by chunk, so that they may say what they do not hold.</summary>
internal static class PngFile
{
    public static byte[] Signature { get; } = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>A header and hardly a pixel.</summary>
    public static byte[] OfHeader(int width, int height, byte depth = 8, byte colorType = 2, bool interlaced = false) =>
        [.. Signature, .. Header(width, height, depth, colorType, interlaced), .. Chunk("IDAT", Pack(new byte[1])), .. Chunk("IEND", [])];

    /// <summary>A header and as many bytes as are given.</summary>
    public static byte[] Of(int width, int height, byte[] unpacked) =>
        [.. Signature, .. Header(width, height), .. Chunk("IDAT", Pack(unpacked)), .. Chunk("IEND", [])];

    public static byte[] Header(int width, int height, byte depth = 8, byte colorType = 2, bool interlaced = false)
    {
        var data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), height);
        (data[8], data[9], data[12]) = (depth, colorType, interlaced ? (byte)1 : (byte)0);
        return Chunk("IHDR", data);
    }

    public static byte[] Chunk(string name, byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(name, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Checksum(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(bytes);
        return packed.ToArray();
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
