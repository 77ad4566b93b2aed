using System.Buffers.Binary;

namespace StoryBeats.Fuzz;

/// <summary>Damages photos. The same seed and number always give the same file, so that a file that killed its process can be made again.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> seeds, int seed)
{
    private const int MaxBytes = 64 * 1024;

    // Numbers at which arithmetic goes wrong.
    private static readonly long[] Edges = [0, 1, 2, 3, 7, 8, 15, 16, 127, 128, 255, 256, 4095, 16_383, 16_384, 32_767, 32_768, 65_535, 65_536, int.MaxValue, 1L << 31, uint.MaxValue, -2, -8];

    private static readonly byte[][] Words =
    [
        [0xFF, 0xD8], [0xFF, 0xD9], [0xFF, 0xC0], [0xFF, 0xC1], [0xFF, 0xC2], [0xFF, 0xC3], [0xFF, 0xC4], [0xFF, 0xC9], [0xFF, 0xCC], [0xFF, 0xDA], [0xFF, 0xDB], [0xFF, 0xDD],
        [0xFF, 0xD0], [0xFF, 0xE0], [0xFF, 0xE1], [0xFF, 0xE2], [0xFF, 0xEE], [0xFF, 0x00],
        .. new[]
        {
            "IHDR", "IDAT", "IEND", "PLTE", "tRNS", "iCCP", "eXIf", "acTL", "fcTL", "fdAT", "zTXt", "iTXt", "GIF89a", "NETSCAPE2.0", "RIFF", "WEBP", "VP8 ", "VP8L", "VP8X", "ALPH",
            "ANIM", "ANMF", "ICCP", "EXIF", "ftyp", "heic", "avif", "mif1", "msf1", "meta", "hdlr", "pitm", "iinf", "infe", "iloc", "iref", "iprp", "ipco", "ipma", "ispe", "hvcC", "av1C",
            "irot", "imir", "clap", "grid", "iovl", "iden", "dimg", "auxl", "idat", "mdat", "moov", "Exif\0\0", "ICC_PROFILE\0", "MPF\0", "Adobe\0", "<svg", "%PDF-", "<html>", "PK\u0003\u0004",
        }.Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    /// <summary>The file with a number.</summary>
    public byte[] Make(long number)
    {
        var random = new Random(unchecked((int)((seed * 1_000_003L) + (number * 7919))));
        var bytes = new List<byte>(Pick(random));
        if (random.Next(200) == 0)
            return [.. bytes];

        for (var left = random.Next(1, 6); left > 0; left--)
            Damage(bytes, random);
        if (bytes.Count > MaxBytes)
            bytes.RemoveRange(MaxBytes, bytes.Count - MaxBytes);

        var made = bytes.ToArray();
        // With a wrong sum nothing of a chunk is looked at.
        if (random.Next(4) > 0)
            PngSums.Repair(made);
        return made;
    }

    private byte[] Pick(Random random) => seeds[random.Next(seeds.Count)];

    private void Damage(List<byte> bytes, Random random)
    {
        if (bytes.Count < 4)
            bytes.AddRange(Pick(random));
        // Half of all damage goes where the headers are.
        var at = random.Next(random.Next(2) == 0 ? bytes.Count : Math.Min(96, bytes.Count));
        var length = Math.Min(bytes.Count - at, 1 << random.Next(10));
        switch (random.Next(11))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                WriteNumber(bytes, at, random);
                break;
            case 3:
                Overwrite(bytes, at, Words[random.Next(Words.Length)]);
                break;
            case 4:
                bytes.InsertRange(at, Words[random.Next(Words.Length)]);
                break;
            case 5:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 6:
                bytes.RemoveRange(at, length);
                break;
            case 7:
                bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                break;
            case 8:
                // The head of one file, the tail of another, of any kind.
                var other = Pick(random);
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other[random.Next(other.Length)..]);
                break;
            case 9:
                for (var i = 0; i < length; i++)
                    bytes[at + i] = (byte)random.Next(256);
                break;
            default:
                bytes.InsertRange(at, Enumerable.Repeat((byte)(random.Next(2) * 255), length * random.Next(1, 32)));
                break;
        }
    }

    private static void WriteNumber(List<byte> bytes, int at, Random random)
    {
        var number = random.Next(3) == 0 ? bytes.Count + random.Next(-2, 3) : Edges[random.Next(Edges.Length)];
        Span<byte> field = stackalloc byte[8];
        if (random.Next(4) > 0)
            BinaryPrimitives.WriteInt64BigEndian(field, number);
        else
            BinaryPrimitives.WriteInt64LittleEndian(field, number);
        var width = 1 << random.Next(4);
        // The low bytes: first when little-endian, last when big-endian.
        Overwrite(bytes, at, field[^1] == (byte)number ? field[^width..].ToArray() : field[..width].ToArray());
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] with)
    {
        for (var i = 0; i < with.Length && at + i < bytes.Count; i++)
            bytes[at + i] = with[i];
    }
}
