using StoryBeats.Catalog;

namespace StoryBeats.Providers.EmbeddedCatalog.Packed;

/// <summary>
/// Writes a <see cref="PackedCatalogue"/> beside the file that it is to become, which it replaces in one step once it is whole. Texts go out at
/// once; about 150 bytes a song stay in memory until then.
/// </summary>
internal sealed class PackedCatalogueWriter : IDisposable
{
    private const int Buffer = 1 << 20;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly MemoryStream _record = new();
    private readonly BinaryWriter _recordWriter;
    private readonly PackedTables _tables = new();
    // Ids and codes: a hash of 64 bits is theirs alone, but for one catalogue of ten million songs in some hundred thousand.
    private readonly HashSet<ulong> _known = [];
    private bool _done;

    private PackedCatalogueWriter(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _file = new FileStream(path + ".partial", FileMode.Create, FileAccess.ReadWrite, FileShare.None, Buffer);
        _file.Write(new byte[PackedFormat.HeaderLength]);
        _recordWriter = new BinaryWriter(_record);
    }

    /// <summary>Songs added.</summary>
    public int Count => _tables.Count;

    /// <summary>Begins a catalogue; its folder is made where it is missing.</summary>
    /// <exception cref="IOException">The folder cannot be written, or somebody else writes the same catalogue.</exception>
    public static PackedCatalogueWriter Create(string path) => new(path);

    /// <summary>Adds a song.</summary>
    /// <returns>Whether it is new: false when a song of the same id or ISRC is in already, which stays.</returns>
    /// <exception cref="ArgumentException">Its features are out of range (<see cref="PackedColumns.Hold"/>), or its texts take more than <see cref="PackedRow.MaxLength"/> bytes.</exception>
    public bool Add(Track track)
    {
        ObjectDisposedException.ThrowIf(_done, this);
        if (track.Features is { } features && !PackedColumns.Hold(features))
            throw new ArgumentException($"\"{track.Title}\" has features out of range: {features}.", nameof(track));

        var id = PackedLookup.Hash(PackedSection.Ids, track.Id.Value);
        ulong? isrc = track.Isrc is { } code ? PackedLookup.Hash(PackedSection.Isrcs, code.Value) : null;
        if (_known.Contains(id) || (isrc is { } hash && _known.Contains(hash)))
            return false;

        _record.SetLength(0);
        PackedTrack.Write(_recordWriter, track);
        if (_record.Length > PackedRow.MaxLength)
            throw new ArgumentException($"A song has {_record.Length} bytes of texts, more than {PackedRow.MaxLength}.", nameof(track));

        _known.Add(id);
        if (isrc is { } recording)
            _known.Add(recording);
        _tables.Add(track, id, isrc, _file.Position, (int)_record.Length);
        _file.Write(_record.GetBuffer(), 0, (int)_record.Length);
        return true;
    }

    /// <summary>Writes the rest, makes sure that all of it is on the disk, and puts it in place of the old catalogue.</summary>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_done, this);
        var sections = _tables.Write(_file);
        var format = new PackedFormat(Count, _file.Length, sections);
        _file.Position = 0;
        _file.Write(format.ToHeader());
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(_file.Name, _path, overwrite: true);
        _done = true;
    }

    /// <summary>Without <see cref="Commit"/> nothing is left of it.</summary>
    public void Dispose()
    {
        _recordWriter.Dispose();
        if (_done)
            return;

        _done = true;
        _file.Dispose();
        File.Delete(_file.Name);
    }
}
