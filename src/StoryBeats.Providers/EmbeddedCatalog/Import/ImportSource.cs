using System.Security.Cryptography;
using System.Text;
using StoryBeats.Providers.EmbeddedCatalog.Import.Tables;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>A file to import: what it is, which of its columns are taken, and what their figures mean.</summary>
internal sealed class ImportSource
{
    private const int Buffer = 1 << 20;

    private ImportSource(string path, IReadOnlyList<string> columns, ColumnMap map, TableConventions conventions)
    {
        Path = path;
        Set = KnownTrackSets.Recognise(columns);
        Columns = map;
        Conventions = conventions;
        Length = new FileInfo(path).Length;
    }

    public string Path { get; }

    /// <summary>The file's name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Its bytes.</summary>
    public long Length { get; }

    /// <summary>The well-known set that it is, or null.</summary>
    public string? Set { get; }

    public ColumnMap Columns { get; }

    public TableConventions Conventions { get; }

    /// <summary>Recognises a file.</summary>
    /// <exception cref="InvalidDataException">It cannot be read, or has not what a song needs; the message says what to do.</exception>
    public static ImportSource Open(string path, ImportOptions options)
    {
        if (!File.Exists(path))
            throw new InvalidDataException($"{path}: There is no such file.");
        if (new FileInfo(path).Length > 0 && RefusedRows.IsList(path) && options.Map.Count is 0)
            throw new InvalidDataException($"{path} lists rows that an earlier import refused. Leave it out; or mend them, add the columns that are missing, and import that.");

        using var table = TableFile.Open(path);
        var map = ColumnMap.Find(System.IO.Path.GetFileName(path), table.Columns, options.Map);
        return new ImportSource(path, table.Columns, map, TableConventions.Of(path, map));
    }

    /// <summary>SHA-256 of the content, in hexadecimal.</summary>
    public string Checksum(IProgress<ImportProgress> progress, CancellationToken cancellationToken)
    {
        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[Buffer];
        while (file.Read(buffer) is > 0 and var read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            progress.Report(new ImportProgress($"Checking {Name}", file.Position, Length, Rows: 0));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What must be the same for rows that were read to be read so again: a word of a folder's name.</summary>
    public string WayOfReading(ImportOptions options)
    {
        var words = string.Join('\n', Columns.Found.Select(column => $"{column.Key}={column.Value}").Append(options.Language));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)).AsSpan(0, 4));
    }

    /// <summary>What is known of it before any row is read.</summary>
    public ImportedFile Described() => new() { File = Name, Set = Set, Columns = Columns.Found, Assumed = Conventions.Assumed };
}
