using System.Buffers.Binary;
using System.IO.Compression;

namespace StoryBeats.Tests.Photos;

/// <summary>Small files whose headers promise huge pictures.</summary>
internal static class Bombs
{
    public static TheoryData<string, byte[]> All => new()
    {
        { "PNG of zeros", Png(30_000, 30_000) },
        { "PNG with the largest sides", Png(int.MaxValue, int.MaxValue, data: false) },
        { "JPEG", Jpeg(65_500, 65_500, progressive: false) },
        { "JPEG, progressive", Jpeg(65_500, 65_500, progressive: true) },
        { "JPEG with the largest sides", Jpeg(65_535, 65_535, progressive: false) },
        { "GIF", Gif(65_535, 65_535) },
        { "WebP, lossy", WebP(16_383, 16_383) },
        { "WebP, extended", WebPExtended(1 << 24, 1 << 24) },
        { "WebP, animated canvas", WebPExtended(16_384, 16_384) },
        { "HEIC", TestPhotos.WithSize(TestPhotos.Fixture("plain.heic"), 60_000, 60_000) },
        { "HEIC with the largest sides", TestPhotos.WithSize(TestPhotos.Fixture("plain.heic"), uint.MaxValue, uint.MaxValue) },
        { "HEIC grid", TestPhotos.WithSize(TestPhotos.Fixture("grid-none.heic"), 60_000, 60_000) },
        { "AVIF", TestPhotos.WithSize(TestPhotos.Fixture("gps.avif"), 60_000, 60_000) },
    };

    /// <summary>A black and white PNG, all black.</summary>
    public static byte[] Png(int width, int height, bool data = true)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 1;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[1 + ((width + 7L) / 8)];
            for (var y = 0; data && y < height; y++)
                zlib.Write(row);
        }

        return [0x89, .. "PNG\r\n"u8, 0x1A, .. "\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    /// <summary>A JPEG that is all header: its tables are those of a small photo.</summary>
    public static byte[] Jpeg(int width, int height, bool progressive)
    {
        using var picture = TestPhotos.Picture();
        var bytes = picture.JpegsaveBuffer(interlace: progressive);
        var frame = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, progressive ? (byte)0xC2 : (byte)0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(frame + 5), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(frame + 7), (ushort)width);
        return bytes;
    }

    /// <summary>A GIF of one pixel on a huge canvas.</summary>
    public static byte[] Gif(int width, int height) =>
    [
        .. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0x80, 0, 0, 0, 0, 0, 255, 255, 255,
        0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B,
    ];

    /// <summary>A lossy WebP without extensions.</summary>
    public static byte[] WebP(int width, int height)
    {
        var picture = LossyWebPChunk();
        BinaryPrimitives.WriteUInt16LittleEndian(picture.AsSpan(14), (ushort)width);
        BinaryPrimitives.WriteUInt16LittleEndian(picture.AsSpan(16), (ushort)height);
        return Riff(picture);
    }

    private static byte[] WebPExtended(int width, int height) => Riff(
    [
        .. "VP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0,
        (byte)(width - 1), (byte)((width - 1) >> 8), (byte)((width - 1) >> 16), (byte)(height - 1), (byte)((height - 1) >> 8), (byte)((height - 1) >> 16),
        .. LossyWebPChunk(),
    ]);

    private static byte[] LossyWebPChunk()
    {
        using var picture = TestPhotos.Picture();
        var bytes = picture.WebpsaveBuffer();
        return bytes[bytes.AsSpan().IndexOf("VP8 "u8)..];
    }

    private static byte[] Riff(byte[] chunks)
    {
        var size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, chunks.Length + 4);
        return [.. "RIFF"u8, .. size, .. "WEBP"u8, .. chunks];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] data)
    {
        byte[] content = [.. name, .. data];
        var chunk = new byte[content.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        content.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 4), Crc(content));
        return chunk;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }

        return ~crc;
    }
}
