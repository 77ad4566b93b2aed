using System.IO.Compression;
using System.Text;
using System.Text.Unicode;

namespace StoryBeats.Providers.EmbeddedCatalog.Import.Tables;

/// <summary>Opens a table by what the file holds, whatever its name ends in: CSV, TSV, JSON lines, each also gzipped, or Parquet.</summary>
internal static class TableFile
{
    private const int Sniffed = 1 << 20;

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">It is none of these; the message says what it is, and what to do.</exception>
    public static ITable Open(string path)
    {
        var name = Path.GetFileName(path);
        var begin = Begin(path);
        if (begin.AsSpan().StartsWith("PAR1"u8))
            return ParquetTable.Open(path);
        if (begin.AsSpan().StartsWith("PK"u8))
            throw new InvalidDataException($"{name} is a ZIP archive. Unpack it, and import what is in it.");
        if (begin is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new InvalidDataException($"{name} is text in UTF-16. Save it as UTF-8, for example with: iconv -f UTF-16 -t UTF-8 {name}");
        if (begin.AsSpan().Contains((byte)0))
            throw new InvalidDataException($"{name} is not a table that can be read. CSV, TSV, JSON lines and Parquet can, the first three also gzipped.");

        var encoding = EncodingOf(begin);
        var text = encoding.GetString(begin).TrimStart('\ufeff').TrimStart();
        if (text.Length is 0)
            throw new InvalidDataException($"{name} is empty.");
        if (text[0] is '[')
            throw new InvalidDataException($"{name} is one JSON array. Write one object a line, for example with: jq -c '.[]' {name}");

        var source = new TextSource(path, encoding);
        return text[0] is '{' ? new JsonLinesTable(source) : new SeparatedTable(source, header: text.Split('\n', 2)[0]);
    }

    /// <summary>The file's bytes, unpacked where it is gzipped.</summary>
    public static Stream Unpacked(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var isGzip = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) is 2 && magic is [0x1f, 0x8b];
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static byte[] Begin(string path)
    {
        using var file = File.OpenRead(path);
        using var stream = Unpacked(file);
        var buffer = new byte[Sniffed];
        return buffer[..stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
    }

    // What is no UTF-8 is what spreadsheets in the West write; every byte of that is some character. The cut may go through a character.
    private static Encoding EncodingOf(byte[] begin)
    {
        var end = begin.Length < Sniffed ? begin.Length : begin.AsSpan().LastIndexOf((byte)'\n') + 1;
        return Utf8.IsValid(begin.AsSpan(0, end)) ? Encoding.UTF8 : Encoding.Latin1;
    }
}
