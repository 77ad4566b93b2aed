using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using StoryBeats.Catalog;

namespace StoryBeats.Providers.EmbeddedCatalog.Packed;

/// <summary>
/// A catalogue in one file of up to some ten million songs, of which only the columns that a search reads need be in memory. Any number of
/// threads may read it at once. Whoever drops it without disposing of it leaves it open for those who read it still.
/// </summary>
internal sealed class PackedCatalogue : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly MemoryMappedFile _mapping;
    private readonly MemoryMappedViewAccessor _view;
    private readonly PackedFormat _format;

    private PackedCatalogue(string path, SafeFileHandle file, PackedFormat format)
    {
        _path = path;
        _file = file;
        _format = format;
        _mapping = MemoryMappedFile.CreateFromFile(file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    /// <summary>Songs.</summary>
    public int Count => _format.Rows;

    /// <summary>The languages sung and where their songs lie.</summary>
    public IReadOnlyList<PackedLanguage> Languages { get; private init; } = [];

    /// <summary>Opens a file.</summary>
    /// <exception cref="InvalidDataException">It is no catalogue, of another version, or damaged; the message says what to do.</exception>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static PackedCatalogue Open(string path)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
        try
        {
            var header = new byte[PackedFormat.HeaderLength];
            var read = RandomAccess.Read(file, header, 0);
            var format = PackedFormat.Parse(header.AsSpan(0, read), RandomAccess.GetLength(file), path);
            var languages = new byte[format[PackedSection.Languages].Length];
            RandomAccess.Read(file, languages, format[PackedSection.Languages].Offset);
            return new PackedCatalogue(path, file, format)
            {
                Languages = PackedLanguage.Read(languages, format.Rows) ?? throw PackedFormat.Damaged(path, "its table of languages is broken"),
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The song of a row, 0 to <see cref="Count"/> less one.</summary>
    /// <exception cref="InvalidDataException">The file is damaged there.</exception>
    public Track Read(int row)
    {
        var place = Row(row);
        var record = new byte[place.Length];
        try
        {
            if (RandomAccess.Read(_file, record, place.Offset) < record.Length)
                throw new EndOfStreamException();
            using var reader = new BinaryReader(new MemoryStream(record));
            return PackedTrack.Read(reader, place.Features);
        }
        catch (Exception fault) when (fault is IOException or FormatException or ArgumentException)
        {
            throw PackedFormat.Damaged(_path, $"song {row} cannot be read", fault);
        }
    }

    /// <summary>The song of an id, or null.</summary>
    public Track? Find(TrackId id) => Songs(PackedSection.Ids, id.Value, track => track.Id == id).FirstOrDefault();

    /// <summary>The song of a recording's code, or null.</summary>
    public Track? Find(Isrc isrc) => Songs(PackedSection.Isrcs, isrc.Value, track => track.Isrc == isrc).FirstOrDefault();

    /// <summary>The recordings of an artist and title, best known first, read one by one.</summary>
    public IEnumerable<Track> Find(TrackKey key) => Songs(PackedSection.Songs, key.Value, track => track.Key == key);

    /// <summary>An artist's songs, best known first, read one by one.</summary>
    /// <param name="foldedName">The name folded as <see cref="Track.ArtistKey"/>.</param>
    public IEnumerable<Track> ByArtist(string foldedName) => Songs(PackedSection.Artists, foldedName, track => track.ArtistKey == foldedName);

    /// <summary>
    /// The rows of songs by their ids, and of all songs of artists by their hashes alone: an artist may have thousands of songs to be read. Of a million songs
    /// those of a stranger are among them for one artist in some four thousand.
    /// </summary>
    /// <param name="ids">The ids; those that are not in the catalogue have no row.</param>
    /// <param name="artistKeys">Names folded as <see cref="Track.ArtistKey"/>.</param>
    public HashSet<int> RowsOf(IEnumerable<TrackId> ids, IEnumerable<string> artistKeys) =>
    [
        .. ids.SelectMany(id => Rows(PackedSection.Ids, id.Value).Where(row => Read(row).Id == id)),
        .. artistKeys.SelectMany(key => Rows(PackedSection.Artists, key)),
    ];

    /// <summary>Closes the file; a search that runs still ends well.</summary>
    public void Dispose()
    {
        _view.Dispose();
        _mapping.Dispose();
        _file.Dispose();
    }

    /// <summary>The columns, for as long as they are held.</summary>
    internal MappedBytes Map() => new(_view.SafeMemoryMappedViewHandle, _format);

    // Read from the file and not from the map: what is read here and there would stay in memory, page by page.
    internal PackedRow Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        PackedRow read = default;
        RandomAccess.Read(_file, MemoryMarshal.AsBytes(new Span<PackedRow>(ref read)), _format[PackedSection.Rows].Offset + ((long)row * PackedRow.Size));
        return read;
    }

    private IEnumerable<Track> Songs(PackedSection table, string text, Func<Track, bool> isMeant) => Rows(table, text).Select(Read).Where(isMeant);

    // Best known first; what nobody knows the popularity of comes last.
    private int[] Rows(PackedSection table, string text)
    {
        using var map = Map();
        var rows = PackedLookup.Find(MemoryMarshal.Cast<byte, ulong>(map[table]), PackedLookup.Hash(table, text));
        if (Array.Exists(rows, row => row < 0 || row >= Count))
            throw PackedFormat.Damaged(_path, $"its table of {table.ToString().ToLowerInvariant()} leads to no song");
        var popularity = map[PackedSection.Popularity];
        var order = new (int Renown, int Row)[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            order[i] = (popularity[rows[i]] is PackedColumns.Unknown ? 1 : -popularity[rows[i]], rows[i]);
        Array.Sort(order, rows);
        return rows;
    }
}
