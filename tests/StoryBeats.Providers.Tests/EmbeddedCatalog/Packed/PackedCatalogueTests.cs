using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog.Packed;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog.Packed;

public sealed class PackedCatalogueTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "catalogue", "tracks.sbc");

    [Fact]
    public void Every_field_comes_back_as_it_was()
    {
        var track = PackedSongs.Full();

        using var catalogue = PackedSongs.Write(Path, track);

        var read = catalogue.Read(0);
        read.Genres.ShouldBe(track.Genres);
        read.Moods.ShouldBe(track.Moods);
        (read with { Genres = track.Genres, Moods = track.Moods }).ShouldBe(track);
    }

    [Fact]
    public void What_is_not_known_stays_unknown()
    {
        var track = new Track { Id = new TrackId("a"), Title = "", Artist = "", Language = "" };

        using var catalogue = PackedSongs.Write(Path, track);

        (catalogue.Read(0) with { Genres = track.Genres, Moods = track.Moods }).ShouldBe(track);
    }

    [Theory]
    [InlineData("तुम ही हो")]
    [InlineData("눈의 꽃")]
    [InlineData("Беловежская пуща 🌲")]
    public void Titles_of_any_script_come_back(string title)
    {
        using var catalogue = PackedSongs.Write(Path, PackedSongs.Full() with { Title = title, Artist = title });

        catalogue.Read(0).Title.ShouldBe(title);
        catalogue.ByArtist(TrackKey.Fold(title)).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_very_long_text_comes_back_and_one_too_long_is_refused()
    {
        var track = PackedSongs.Full() with { Title = new string('x', 100_000) };
        using var catalogue = PackedSongs.Write(Path, track);
        using var writer = PackedCatalogueWriter.Create(Path);

        catalogue.Read(0).Title.ShouldBe(track.Title);
        Should.Throw<ArgumentException>(() => writer.Add(track with { Title = new string('x', 1 << 20) })).Message.ShouldContain("more than 1048575");
        writer.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(1.01, 120)]
    [InlineData(-.01, 120)]
    [InlineData(double.NaN, 120)]
    [InlineData(.5, 256)]
    [InlineData(.5, double.PositiveInfinity)]
    public void Features_out_of_range_are_refused(double valence, double tempo)
    {
        using var writer = PackedCatalogueWriter.Create(Path);

        Should.Throw<ArgumentException>(() => writer.Add(PackedSongs.Full() with { Features = new AudioFeatures(.5, valence, .5, .5, .5, tempo) }))
            .Message.ShouldContain("out of range");
    }

    [Fact]
    public void An_empty_catalogue_has_no_songs_and_finds_none()
    {
        using var catalogue = PackedSongs.Write(Path);

        catalogue.Count.ShouldBe(0);
        catalogue.Languages.ShouldBeEmpty();
        catalogue.ByArtist("arijitsingh").ShouldBeEmpty();
        catalogue.Find(new TrackId("a")).ShouldBeNull();
        PackedSongs.Nearest(catalogue, new FeatureQuery { Target = default }).ShouldBeEmpty();
        Should.Throw<ArgumentOutOfRangeException>(() => catalogue.Read(0));
    }

    [Fact]
    public void A_song_is_found_by_id_code_name_and_artist()
    {
        var songs = Enumerable.Range(0, 500).Select(i => PackedSongs.Full() with
        {
            Id = new TrackId($"id {i}"),
            Isrc = Isrc.Parse($"INS18130{i:0000}"),
            Title = $"Song {i}",
            Artist = $"Artist {i % 50}",
            Popularity = i % 7 is 0 ? null : i % 100,
        }).ToArray();
        using var catalogue = PackedSongs.Write(Path, songs);

        foreach (var song in songs)
        {
            catalogue.Find(song.Id)!.Title.ShouldBe(song.Title);
            catalogue.Find(song.Isrc!.Value)!.Title.ShouldBe(song.Title);
            catalogue.Find(song.Key).ShouldHaveSingleItem().Title.ShouldBe(song.Title);
        }

        var ofArtist = catalogue.ByArtist("artist7").ToList();
        ofArtist.Select(song => song.Popularity ?? -1).ShouldBe(songs.Where(song => song.Artist == "Artist 7").Select(song => song.Popularity ?? -1).OrderDescending());
        catalogue.ByArtist("nobody").ShouldBeEmpty();
        catalogue.Find(new TrackId("id 500")).ShouldBeNull();
        catalogue.Find(Isrc.Parse("INS181309999")!.Value).ShouldBeNull();
        catalogue.Find(TrackKey.From("Artist 7", "Song 8")).ShouldBeEmpty();
    }

    [Fact]
    public void Of_two_songs_with_the_same_id_or_code_the_first_stays()
    {
        using (var writer = PackedCatalogueWriter.Create(Path))
        {
            var song = PackedSongs.Full();
            writer.Add(song).ShouldBeTrue();
            writer.Add(song with { Title = "Same id", Isrc = null }).ShouldBeFalse();
            writer.Add(song with { Title = "Same code", Id = new TrackId("other") }).ShouldBeFalse();
            writer.Add(song with { Title = "New", Id = new TrackId("other"), Isrc = null }).ShouldBeTrue();
            writer.Count.ShouldBe(2);
            writer.Commit();
        }

        using var catalogue = PackedCatalogue.Open(Path);
        new[] { catalogue.Read(0).Title, catalogue.Read(1).Title }.ShouldBe([PackedSongs.Full().Title, "New"]);
    }

    [Fact]
    public void The_songs_of_a_language_lie_together_those_with_features_first()
    {
        string[] languages = ["Hindi", "English", "Tamil", "English", "Hindi"];
        using var catalogue = PackedSongs.Write(Path, [.. languages.Select((language, i) => PackedSongs.Full() with
        {
            Id = new TrackId($"{i}"), Isrc = null, Language = language, Features = i is 0 ? null : new AudioFeatures(.5, .5, .5, .5, .5, 100),
        })]);

        catalogue.Languages.Select(language => (language.Name, language.First, language.WithFeatures, language.Count))
            .ShouldBe([("Hindi", 0, 1, 2), ("English", 2, 2, 2), ("Tamil", 4, 1, 1)]);
        Enumerable.Range(0, 5).Select(row => catalogue.Read(row).Id.Value).ShouldBe(["4", "0", "1", "3", "2"]);
    }

    public void Dispose() => _folder.Dispose();
}
