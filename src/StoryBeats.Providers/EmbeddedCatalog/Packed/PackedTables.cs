using System.Runtime.InteropServices;
using System.Text;
using StoryBeats.Catalog;

namespace StoryBeats.Providers.EmbeddedCatalog.Packed;

/// <summary>All of a catalogue but its texts while it is written: gathered in the order of adding, written language by language.</summary>
internal sealed class PackedTables
{
    private const int ChunkBits = 16;

    // In chunks: a list of a million would lie in memory twice while it grows.
    private readonly List<Entry[]> _chunks = [];
    private readonly Dictionary<string, int> _languages = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public void Add(Track track, ulong id, ulong? isrc, long offset, int length)
    {
        if (!_languages.TryGetValue(track.Language, out var language))
            _languages.Add(track.Language, language = _languages.Count);
        if (Count >> ChunkBits == _chunks.Count)
            _chunks.Add(new Entry[1 << ChunkBits]);
        Song(Count) = new Entry(
            new PackedRow(track.Features ?? default, offset, length),
            Half(id), Half(isrc ?? 0), Half(PackedLookup.Hash(PackedSection.Songs, track.Key.Value)), Half(PackedLookup.Hash(PackedSection.Artists, track.ArtistKey)),
            language, PackedColumns.Popularity(track.Popularity), PackedColumns.Year(track.ReleaseDate?.Year), track.Features is not null, isrc is not null);
        Count++;

        static uint Half(ulong hash) => (uint)(hash >> 32);
    }

    /// <summary>Writes all sections from where the file stands.</summary>
    /// <returns>Where they lie.</returns>
    public IReadOnlyList<PackedRange> Write(FileStream file)
    {
        var order = Order();
        var sections = new List<PackedRange>();
        foreach (var section in Enum.GetValues<PackedSection>())
        {
            file.Write(new byte[PackedFormat.Alignment - (file.Position % PackedFormat.Alignment)]);
            var start = file.Position;
            WriteSection(file, section, order);
            sections.Add(new PackedRange(start, file.Position - start));
            file.Write(new byte[PackedFormat.Alignment]);
        }

        return sections;
    }

    private ref Entry Song(int index) => ref _chunks[index >> ChunkBits][index & ((1 << ChunkBits) - 1)];

    private void WriteSection(FileStream file, PackedSection section, int[] order)
    {
        switch (section)
        {
            case PackedSection.Energy: WriteColumn(file, order, static song => PackedColumns.Share(song.Row.Features.Energy)); break;
            case PackedSection.Valence: WriteColumn(file, order, static song => PackedColumns.Share(song.Row.Features.Valence)); break;
            case PackedSection.Danceability: WriteColumn(file, order, static song => PackedColumns.Share(song.Row.Features.Danceability)); break;
            case PackedSection.Acousticness: WriteColumn(file, order, static song => PackedColumns.Share(song.Row.Features.Acousticness)); break;
            case PackedSection.Tempo: WriteColumn(file, order, static song => PackedColumns.Tempo(song.Row.Features.Tempo)); break;
            case PackedSection.Popularity: WriteColumn(file, order, static song => song.Popularity); break;
            case PackedSection.Year: WriteColumn(file, order, static song => song.Year); break;
            case PackedSection.Rows: WriteRows(file, order); break;
            case PackedSection.Ids: WriteLookup(file, order, static song => song.Id); break;
            case PackedSection.Isrcs: WriteLookup(file, order, static song => song.HasIsrc ? song.Isrc : null); break;
            case PackedSection.Songs: WriteLookup(file, order, static song => song.Song); break;
            case PackedSection.Artists: WriteLookup(file, order, static song => song.Artist); break;
            case PackedSection.Languages: WriteLanguages(file, order); break;
            default: throw new ArgumentOutOfRangeException(nameof(section), section, message: null);
        }
    }

    private void WriteColumn(FileStream file, int[] order, Func<Entry, byte> value)
    {
        foreach (var song in order)
            file.WriteByte(value(Song(song)));
    }

    private void WriteRows(FileStream file, int[] order)
    {
        foreach (var song in order)
            file.Write(MemoryMarshal.AsBytes([Song(song).Row]));
    }

    private void WriteLookup(FileStream file, int[] order, Func<Entry, uint?> hash)
    {
        var entries = new List<ulong>(order.Length);
        for (var row = 0; row < order.Length; row++)
        {
            if (hash(Song(order[row])) is { } known)
                entries.Add(PackedLookup.Entry((ulong)known << 32, row));
        }

        entries.Sort();
        file.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(entries)));
    }

    private void WriteLanguages(FileStream file, int[] order)
    {
        var counts = new int[_languages.Count];
        var withFeatures = new int[_languages.Count];
        foreach (var song in order)
        {
            counts[Song(song).Language]++;
            if (Song(song).HasFeatures)
                withFeatures[Song(song).Language]++;
        }

        var languages = new List<PackedLanguage>();
        foreach (var (name, language) in _languages.OrderBy(language => language.Value))
            languages.Add(new PackedLanguage(name, First: languages.Sum(before => before.Count), withFeatures[language], counts[language]));
        using var writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true);
        PackedLanguage.Write(writer, languages);
    }

    // The songs' places in the order of adding: by language, those with features first, by energy.
    private int[] Order()
    {
        var order = new ulong[Count];
        for (var i = 0; i < order.Length; i++)
        {
            ref var song = ref Song(i);
            order[i] = ((((ulong)song.Language << 9) | (song.HasFeatures ? 0UL : 256) | PackedColumns.Share(song.Row.Features.Energy)) << 32) | (uint)i;
        }

        Array.Sort(order);
        return Array.ConvertAll(order, static song => (int)(uint)song);
    }

    private readonly record struct Entry(
        PackedRow Row, uint Id, uint Isrc, uint Song, uint Artist, int Language, byte Popularity, byte Year, bool HasFeatures, bool HasIsrc);
}
