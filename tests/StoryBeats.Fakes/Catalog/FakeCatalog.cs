using System.Collections.Frozen;

namespace StoryBeats.Fakes.Catalog;

/// <summary>All that the services know: every curated artist with albums and singles, their namesakes, covers and karaoke.</summary>
public sealed class FakeCatalog
{
    private readonly FrozenDictionary<string, FakeArtist> _artists;
    private readonly FrozenDictionary<string, FakeAlbum> _albums;
    private readonly FrozenDictionary<string, FakeTrack> _tracks;
    private readonly FrozenDictionary<string, List<FakeTrack>> _byIsrc;
    private readonly FrozenDictionary<string, List<FakeTrack>> _byArtist;
    private readonly FrozenDictionary<string, List<FakeTrack>> _byWord;

    internal FakeCatalog(IReadOnlyList<FakeArtist> artists, IReadOnlyList<FakeAlbum> albums)
    {
        Artists = artists;
        Albums = albums;
        Tracks = [.. albums.SelectMany(album => album.Tracks)];
        _artists = artists.ToFrozenDictionary(artist => artist.Id, StringComparer.Ordinal);
        _albums = albums.ToFrozenDictionary(album => album.Id, StringComparer.Ordinal);
        _tracks = Tracks.ToFrozenDictionary(track => track.Id, StringComparer.Ordinal);
        _byIsrc = Index(track => track.Isrc is { } isrc ? [isrc] : []);
        _byArtist = Index(track => track.Artists.Select(artist => artist.Id));
        _byWord = Index(track => SearchWords.Of(track.Title).Concat(track.Artists.SelectMany(artist => SearchWords.Of(artist.Name))));
    }

    public IReadOnlyList<FakeArtist> Artists { get; }

    public IReadOnlyList<FakeAlbum> Albums { get; }

    public IReadOnlyList<FakeTrack> Tracks { get; }

    /// <summary>The artist that the curated lists mean by this name.</summary>
    public FakeArtist Curated(string name) => Artists.First(artist => artist.IsCurated && artist.Name == name);

    public FakeArtist? Artist(string id) => _artists.GetValueOrDefault(id);

    public FakeAlbum? Album(string id) => _albums.GetValueOrDefault(id);

    public FakeTrack? Track(string id) => _tracks.GetValueOrDefault(id);

    /// <summary>The tracks of one recording: on a single and on an album.</summary>
    public IReadOnlyList<FakeTrack> ByIsrc(string isrc) => _byIsrc.GetValueOrDefault(isrc) ?? [];

    /// <summary>The tracks on which an artist performs, featured or not.</summary>
    public IReadOnlyList<FakeTrack> By(FakeArtist artist) => _byArtist.GetValueOrDefault(artist.Id) ?? [];

    /// <summary>The tracks with a word in their title or an artist's name.</summary>
    internal IReadOnlyList<FakeTrack> WithWord(string word) => _byWord.GetValueOrDefault(word) ?? [];

    /// <summary>Makes it; the same one every time.</summary>
    public static FakeCatalog Build() => new CatalogBuilder().Build();

    private FrozenDictionary<string, List<FakeTrack>> Index(Func<FakeTrack, IEnumerable<string>> keys)
    {
        var index = new Dictionary<string, List<FakeTrack>>(StringComparer.OrdinalIgnoreCase);
        foreach (var track in Tracks)
        {
            foreach (var key in keys(track).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                if (!index.TryGetValue(key, out var list))
                    index[key] = list = [];
                list.Add(track);
            }
        }

        return index.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
