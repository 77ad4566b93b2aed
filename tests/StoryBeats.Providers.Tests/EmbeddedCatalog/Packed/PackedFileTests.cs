using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog.Packed;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog.Packed;

public sealed class PackedFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "tracks.sbc");

    [Theory]
    [InlineData("")]
    [InlineData("title,artist\n")]
    [InlineData("SBTRACK")]
    public void A_file_of_something_else_is_told_apart(string content)
    {
        _folder.Write("tracks.sbc", content);

        var fault = Should.Throw<InvalidDataException>(() => PackedCatalogue.Open(Path));

        fault.Message.ShouldContain($"{Path} is not a catalogue that StoryBeats wrote");
        fault.Message.ShouldContain("storybeats catalog import");
    }

    [Fact]
    public void A_file_that_lost_its_end_is_called_damaged()
    {
        var whole = WriteOne();
        File.WriteAllBytes(Path, whole[..^1]);

        Should.Throw<InvalidDataException>(() => PackedCatalogue.Open(Path)).Message.ShouldContain($"it has {whole.Length - 1} bytes instead of {whole.Length}");
    }

    [Fact]
    public void A_file_that_lost_all_but_its_beginning_is_called_damaged()
    {
        File.WriteAllBytes(Path, WriteOne()[..100]);

        Should.Throw<InvalidDataException>(() => PackedCatalogue.Open(Path)).Message.ShouldContain("its header is broken");
    }

    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(40)]
    [InlineData(511)]
    public void A_header_that_changed_is_noticed(int place)
    {
        var bytes = WriteOne();
        bytes[place] ^= 1;
        File.WriteAllBytes(Path, bytes);

        Should.Throw<InvalidDataException>(() => PackedCatalogue.Open(Path)).Message.ShouldContain("its header is broken");
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(4, 200)]
    [InlineData(14, 2)]
    [InlineData(18, 2)]
    public void A_table_of_languages_that_changed_is_noticed(int place, byte value)
    {
        var bytes = WriteOne();
        // A count, the name with its length, and three numbers.
        var table = bytes.AsSpan().LastIndexOf("\u0005Hindi"u8) - 4;
        bytes[table + place] = value;
        File.WriteAllBytes(Path, bytes);

        Should.Throw<InvalidDataException>(() => PackedCatalogue.Open(Path)).Message.ShouldContain("its table of languages is broken");
    }

    [Fact]
    public void A_file_of_another_format_says_so()
    {
        var bytes = WriteOne();
        bytes[8] = 2;
        System.Security.Cryptography.SHA256.HashData(bytes.AsSpan(..480), bytes.AsSpan(480, 32));
        File.WriteAllBytes(Path, bytes);

        Should.Throw<InvalidDataException>(() => PackedCatalogue.Open(Path)).Message.ShouldContain("has format 2, and this StoryBeats reads format 1");
    }

    [Fact]
    public void A_song_whose_texts_are_damaged_says_so_and_harms_no_other()
    {
        using (PackedSongs.Write(Path, PackedSongs.Full(), PackedSongs.Full() with { Id = new TrackId("b"), Isrc = null }))
        {
            var bytes = File.ReadAllBytes(Path);
            bytes.AsSpan(PackedFormat.HeaderLength, 5).Fill(0xFF);
            File.WriteAllBytes(Path, bytes);
        }

        using var catalogue = PackedCatalogue.Open(Path);

        Should.Throw<InvalidDataException>(() => catalogue.Read(0)).Message.ShouldContain("song 0 cannot be read");
        catalogue.Read(1).Id.Value.ShouldBe("b");
    }

    [Fact]
    public void A_table_that_leads_to_no_song_is_called_damaged()
    {
        var bytes = WriteOne();
        var table = (int)PackedFormat.Parse(bytes.AsSpan(0, PackedFormat.HeaderLength), bytes.Length, Path)[PackedSection.Ids].Offset;
        bytes[table] = 5;
        File.WriteAllBytes(Path, bytes);
        using var catalogue = PackedCatalogue.Open(Path);

        Should.Throw<InvalidDataException>(() => catalogue.Find(PackedSongs.Full().Id)).Message.ShouldContain("its table of ids leads to no song");
    }

    [Fact]
    public void There_is_no_catalogue_where_there_is_no_file() => Should.Throw<FileNotFoundException>(() => PackedCatalogue.Open(Path));

    [Fact]
    public void A_catalogue_that_was_not_committed_leaves_the_old_one_and_nothing_else()
    {
        WriteOne();
        using (var writer = PackedCatalogueWriter.Create(Path))
            writer.Add(PackedSongs.Full() with { Title = "New" });

        using var catalogue = PackedCatalogue.Open(Path);

        catalogue.Read(0).Title.ShouldBe("Tum Hi Ho");
        Directory.GetFiles(_folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public void What_a_killed_writer_left_behind_is_written_over()
    {
        _folder.Write("tracks.sbc.partial", new string('x', 100_000));

        using var catalogue = PackedSongs.Write(Path, PackedSongs.Full());

        catalogue.Read(0).Title.ShouldBe("Tum Hi Ho");
        Directory.GetFiles(_folder.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public void Two_writers_at_once_are_kept_apart()
    {
        using var first = PackedCatalogueWriter.Create(Path);

        Should.Throw<IOException>(() => PackedCatalogueWriter.Create(Path));
    }

    [Fact]
    public void A_catalogue_that_was_replaced_can_be_read_on()
    {
        using var old = PackedSongs.Write(Path, PackedSongs.Full());
        using var replaced = PackedSongs.Write(Path, PackedSongs.Full() with { Title = "New" });

        old.Read(0).Title.ShouldBe("Tum Hi Ho");
        replaced.Read(0).Title.ShouldBe("New");
        PackedSongs.Nearest(old, new FeatureQuery { Target = default }).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_closed_catalogue_is_not_read()
    {
        var catalogue = PackedSongs.Write(Path, PackedSongs.Full());
        catalogue.Dispose();

        Should.Throw<ObjectDisposedException>(() => catalogue.Read(0));
        Should.Throw<ObjectDisposedException>(() => PackedSongs.Nearest(catalogue, new FeatureQuery { Target = default }));
    }

    public void Dispose() => _folder.Dispose();

    private byte[] WriteOne()
    {
        PackedSongs.Write(Path, PackedSongs.Full()).Dispose();
        return File.ReadAllBytes(Path);
    }
}
