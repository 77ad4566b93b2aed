using System.Buffers.Binary;
using System.Security.Cryptography;

namespace StoryBeats.Providers.EmbeddedCatalog.Packed;

/// <summary>
/// How a catalogue lies in its file: a header of <see cref="HeaderLength"/> bytes, the texts, then a section for each column and table. All
/// numbers are little-endian.
/// </summary>
/// <param name="Rows">Songs.</param>
/// <param name="Length">Bytes of the file.</param>
/// <param name="Sections">Where each <see cref="PackedSection"/> lies, in their order.</param>
internal sealed record PackedFormat(int Rows, long Length, IReadOnlyList<PackedRange> Sections)
{
    public const int HeaderLength = 512;

    /// <summary>Sections begin at a multiple of this and have as many bytes behind them: a vector may read past a column's end.</summary>
    public const int Alignment = 64;

    private const int Version = 1;
    private const int FirstRange = 32;
    private const int ChecksumLength = SHA256.HashSizeInBytes;
    private const string Advice = "Move it away, and import your files again with `storybeats catalog import`.";

    private static ReadOnlySpan<byte> Magic => "SBTRACKS"u8;

    public PackedRange this[PackedSection section] => Sections[(int)section];

    /// <summary>The header, which ends with a SHA-256 of the rest of it.</summary>
    public byte[] ToHeader()
    {
        var header = new byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), Rows);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), Length);
        for (var i = 0; i < Sections.Count; i++)
        {
            var range = header.AsSpan(FirstRange + (16 * i));
            BinaryPrimitives.WriteInt64LittleEndian(range, Sections[i].Offset);
            BinaryPrimitives.WriteInt64LittleEndian(range[8..], Sections[i].Length);
        }

        SHA256.HashData(header.AsSpan(..^ChecksumLength), header.AsSpan(^ChecksumLength..));
        return header;
    }

    /// <summary>Reads a header.</summary>
    /// <param name="header">The file's first <see cref="HeaderLength"/> bytes, or all where there are fewer.</param>
    /// <param name="length">Bytes of the file.</param>
    /// <param name="path">The file, for the message.</param>
    /// <exception cref="InvalidDataException">It is no such file, of another version, or damaged; the message says what to do.</exception>
    public static PackedFormat Parse(ReadOnlySpan<byte> header, long length, string path)
    {
        if (!header.StartsWith(Magic))
            throw new InvalidDataException($"{path} is not a catalogue that StoryBeats wrote. {Advice}");
        if (header.Length < HeaderLength || !SHA256.HashData(header[..^ChecksumLength]).AsSpan().SequenceEqual(header[^ChecksumLength..]))
            throw Damaged(path, "its header is broken");
        var version = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        if (version != Version)
            throw new InvalidDataException($"{path} has format {version}, and this StoryBeats reads format {Version}. {Advice}");

        var sections = new PackedRange[Enum.GetValues<PackedSection>().Length];
        for (var i = 0; i < sections.Length; i++)
        {
            var range = header[(FirstRange + (16 * i))..];
            sections[i] = new PackedRange(BinaryPrimitives.ReadInt64LittleEndian(range), BinaryPrimitives.ReadInt64LittleEndian(range[8..]));
        }

        var format = new PackedFormat(
            BinaryPrimitives.ReadInt32LittleEndian(header[12..]), BinaryPrimitives.ReadInt64LittleEndian(header[16..]), sections);
        return format.Length == length ? format : throw Damaged(path, $"it has {length} bytes instead of {format.Length}");
    }

    /// <summary>What is said of a damaged file.</summary>
    public static InvalidDataException Damaged(string path, string how, Exception? inner = null) => new($"{path} is damaged: {how}. {Advice}", inner);
}

/// <summary>A part of the file.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">Its bytes.</param>
internal readonly record struct PackedRange(long Offset, long Length);

/// <summary>The parts of the file.</summary>
internal enum PackedSection
{
    /// <summary>Columns of a byte each song; <see cref="PackedColumns"/> says what it stands for.</summary>
    Energy,
    Valence,
    Danceability,
    Acousticness,
    Tempo,
    Popularity,
    Year,

    /// <summary>A <see cref="PackedRow"/> each song.</summary>
    Rows,

    /// <summary>Tables from a hash to the songs that have it; <see cref="PackedLookup"/>.</summary>
    Ids,
    Isrcs,
    Songs,
    Artists,

    /// <summary>A <see cref="PackedLanguage"/> each language sung.</summary>
    Languages,
}
