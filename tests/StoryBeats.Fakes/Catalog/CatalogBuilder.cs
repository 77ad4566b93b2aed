using System.Globalization;

namespace StoryBeats.Fakes.Catalog;

/// <summary>Makes the catalogue out of the repository's data, the same one every time.</summary>
internal sealed class CatalogBuilder
{
    /// <summary>Curated names that somebody else bears too.</summary>
    private static readonly string[] Namesakes = ["Daughter", "Divine", "Phoenix", "KK", "Shaan", "Ikka", "Khalid", "COIN", "Papon"];

    private static readonly DateOnly Latest = new(2026, 11, 20);

    private readonly Dictionary<string, FakeArtist> _artists = new(StringComparer.Ordinal);
    private readonly List<FakeAlbum> _albums = [];
    private readonly RecordingCodes _codes = new();

    public FakeCatalog Build()
    {
        var curated = RepositoryData.CuratedArtists();
        var starter = RepositoryData.StarterSongs().ToLookup(song => song.Artist, StringComparer.Ordinal);
        foreach (var artist in curated)
            Artist(artist.Name, artist.Language, artist.Moods, isCurated: true);
        foreach (var artist in curated)
            AddCurated(artist, [.. starter[artist.Name]], curated);
        foreach (var others in starter.Where(group => !_artists.ContainsKey(group.Key)))
        {
            var random = RandomFor(others.Key);
            AddStarter(Artist(others.Key, others.First().Language, others.First().Moods, isCurated: false), others, random);
        }

        foreach (var name in Namesakes.Select(name => curated.First(artist => artist.Name == name)))
            AddNamesake(name);
        return new FakeCatalog([.. _artists.Values], _albums);
    }

    private void AddCurated(CuratedName name, IReadOnlyList<StarterSong> known, IReadOnlyList<CuratedName> others)
    {
        var random = RandomFor(name.Name);
        var artist = _artists[name.Name];
        var titles = new MadeUpTitles(name.Language, random);
        var left = random.Next(60, 91) - known.Count;
        AddStarter(artist, known, random);

        // New singles, half of which are on a new album too: the same recording under another id.
        var singles = new List<FakeTrack>();
        for (var count = random.Next(8, 13); count > 0; count--, left--)
            singles.Add(AddAlbum(artist, titles.Next(out var title), "single", Recent(random), "day", [Made(title, artist, random)], random)[0]);
        var songs = singles.Take(singles.Count / 2).Select(single => Again(single, random)).ToList();
        while (songs.Count < 9)
            songs.Add(Made(titles.Next(), artist, random));
        AddAlbum(artist, titles.Next(), "album", Recent(random), "day", songs, random);
        left -= songs.Count;

        // Older albums; the dates of some are known by the year alone.
        for (var number = 0; left > 0; number++)
        {
            var size = Math.Min(left, random.Next(8, 13));
            var year = random.Next(1990, 2025);
            var date = new DateOnly(year, random.Next(1, 13), random.Next(1, 29));
            AddAlbum(artist, titles.Next(), "album", date, number % 3 == 2 ? "year" : "day", [.. Enumerable.Range(0, size).Select(_ => Made(titles.Next(), artist, random))], random);
            left -= size;
        }

        AddGuests(artist, titles, others, random);
        AddCovers(artist, known, titles, random);
    }

    /// <summary>Songs of this artist on which others are featured: a search for the guest finds them too.</summary>
    private void AddGuests(FakeArtist artist, MadeUpTitles titles, IReadOnlyList<CuratedName> others, Random random)
    {
        for (var count = 0; count < 3; count++)
        {
            var guest = _artists[others[random.Next(others.Count)].Name];
            if (guest.Id == artist.Id)
                continue;
            var song = Made($"{titles.Next()} (feat. {guest.Name})", artist, random) with { Guest = guest };
            AddAlbum(artist, song.Title, "single", Recent(random), "day", [song], random);
        }
    }

    /// <summary>What karaoke and tribute acts sell under the artist's name.</summary>
    private void AddCovers(FakeArtist artist, IReadOnlyList<StarterSong> known, MadeUpTitles titles, Random random)
    {
        var tribute = Artist($"{artist.Name} Tribute Band", artist.Language, artist.Moods, isCurated: false);
        var karaoke = Artist("Karaoke Star Explosion", "English", ["happy"], isCurated: false);
        for (var number = 0; number < 3; number++)
        {
            var title = number < known.Count ? known[number].Title : titles.Next();
            var cover = Made(title, artist, random) with { Popularity = random.Next(5, 35) };
            AddAlbum(tribute, $"A Tribute to {artist.Name}, Vol. {number + 1}", "album", Recent(random), "day", [cover], random);
            cover = cover with { Title = $"{title} (Originally Performed by {artist.Name}) [Karaoke Version]", Isrc = null };
            AddAlbum(karaoke, $"Karaoke: {artist.Name} {number + 1}", "album", Recent(random), "day", [cover], random);
        }
    }

    private void AddNamesake(CuratedName name)
    {
        var random = RandomFor("the other " + name.Name);
        var other = new FakeArtist
        {
            Id = FakeIds.Spotify("artist the other " + name.Name),
            Name = name.Name,
            IsCurated = false,
            Language = "English",
            Moods = ["moody"],
            Popularity = random.Next(5, 30),
        };
        _artists["the other " + name.Name] = other;
        var titles = new MadeUpTitles("English", random);
        for (var number = 0; number < 12; number++)
            AddAlbum(other, titles.Next(out var title), "single", Recent(random), "day", [Made(title, other, random) with { Popularity = random.Next(20, 60) }], random);
    }

    private void AddStarter(FakeArtist artist, IEnumerable<StarterSong> songs, Random random)
    {
        foreach (var album in songs.GroupBy(song => (song.Album, song.ReleaseDate)))
        {
            var precision = album.Key.ReleaseDate.Length switch { 4 => "year", 7 => "month", _ => "day" };
            var songsOfIt = album.Select(song => new SongPlan(
                song.Title, MoodSound.Near(song.Features, .04, random), Math.Clamp(song.Popularity, 20, 95), song.DurationMs, null, null)).ToList();
            AddAlbum(artist, album.Key.Album, songsOfIt.Count == 1 ? "single" : "album", album.Key.ReleaseDate, precision, songsOfIt, random);
        }
    }

    private IReadOnlyList<FakeTrack> AddAlbum(
        FakeArtist artist, string name, string type, DateOnly date, string precision, IReadOnlyList<SongPlan> songs, Random random) =>
        AddAlbum(artist, name, type, date.ToString(precision == "year" ? "yyyy" : "yyyy-MM-dd", CultureInfo.InvariantCulture), precision, songs, random);

    private IReadOnlyList<FakeTrack> AddAlbum(
        FakeArtist artist, string name, string type, string date, string precision, IReadOnlyList<SongPlan> songs, Random random)
    {
        var album = new FakeAlbum
        {
            Id = FakeIds.Spotify($"album {artist.Id} {name} {date} {_albums.Count}"),
            Name = name,
            Type = type,
            Artist = artist,
            ReleaseDate = date,
            Precision = precision,
        };
        album.Tracks = [.. songs.Select((song, index) => new FakeTrack
        {
            Id = FakeIds.Spotify($"track {album.Id} {index}"),
            Title = song.Title,
            Artists = song.Guest is { } guest ? [artist, guest] : [artist],
            Album = album,
            Number = index + 1,
            Isrc = song.Isrc ?? (random.Next(25) == 0 ? null : _codes.Next(artist.Language, album.Year)),
            DurationMs = song.DurationMs,
            Popularity = song.Popularity,
            IsExplicit = random.Next(8) == 0,
            IsPlayable = random.Next(25) != 0,
            Markets = SomeMarkets.Draw(artist.Language, random),
            Features = song.Features,
        })];
        _albums.Add(album);
        return album.Tracks;
    }

    private FakeArtist Artist(string name, string language, IReadOnlyList<string> moods, bool isCurated)
    {
        if (!_artists.TryGetValue(name, out var artist))
        {
            _artists[name] = artist = new FakeArtist
            {
                Id = FakeIds.Spotify("artist " + name),
                Name = name,
                IsCurated = isCurated,
                Language = language,
                Moods = moods,
                Popularity = isCurated ? RandomFor(name).Next(45, 95) : RandomFor(name).Next(10, 60),
            };
        }

        return artist;
    }

    /// <summary>A made-up song of one of the artist's moods; the sum of two draws makes middling popularity likely.</summary>
    private static SongPlan Made(string title, FakeArtist artist, Random random) => new(
        title, MoodSound.Song(artist.Moods[random.Next(artist.Moods.Count)], random), 20 + random.Next(38) + random.Next(39), random.Next(120, 330) * 1000, null, null);

    private static SongPlan Again(FakeTrack single, Random random) =>
        new(single.Title, single.Features, Math.Clamp(single.Popularity - random.Next(10), 20, 95), single.DurationMs, single.Isrc, null);

    /// <summary>A day of the last seventeen months.</summary>
    private static DateOnly Recent(Random random) => Latest.AddDays(-random.Next(510));

    private static Random RandomFor(string name) => new(FakeIds.Number(name));
}
