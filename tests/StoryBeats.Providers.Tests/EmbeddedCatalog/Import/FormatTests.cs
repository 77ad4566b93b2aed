using System.IO.Compression;
using System.Text;
using Parquet;
using Parquet.Serialization;
using StoryBeats.Catalog;
using StoryBeats.Providers.EmbeddedCatalog.Import;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog.Import;

public sealed class FormatTests : IDisposable
{
    private static readonly string[] Titles = ["First", "Second"];
    private static readonly string[] Artists = ["Somebody", "Others"];

    private readonly ImportFixture _import = new();

    public void Dispose() => _import.Dispose();

    [Theory]
    [InlineData("songs.csv", ',')]
    [InlineData("songs.tsv", '\t')]
    [InlineData("songs.txt", ';')]
    public async Task Separated_values_are_told_by_their_header(string name, char separator)
    {
        var rows = new[] { "title,artist,energy,valence,year", "First,Somebody,0.5,0.25,2019", "Second,\"Others\",0.75,1,2020" };

        await _import.ImportAsync(_import.Write(name, string.Join('\n', rows).Replace(',', separator)));

        ShouldBeBoth();
    }

    [Fact]
    public async Task Of_two_columns_of_the_same_name_the_first_counts()
    {
        await _import.ImportAsync(_import.Write("songs.csv", "title,artist,energy,valence,year,energy,,\nFirst,Somebody,0.5,0.25,2019,0.9,,\nSecond,Others,0.75,1,2020,0.9,,\n"));

        ShouldBeBoth();
    }

    [Fact]
    public async Task Text_in_utf_16_is_told_from_what_is_no_table()
    {
        var path = _import.Place("songs.csv");
        await File.WriteAllTextAsync(path, "title,artist,energy,valence\nA,X,.5,.5\n", Encoding.Unicode, TestContext.Current.CancellationToken);

        (await Should.ThrowAsync<InvalidDataException>(() => _import.ImportAsync(path))).Message.ShouldContain("Save it as UTF-8");
    }

    [Fact]
    public async Task Json_lines_may_hold_lists_and_objects()
    {
        var file = await _import.ImportAsync(_import.Write("songs.jsonl",
            """
            {"title": "First", "artists": ["Somebody", "Guest"], "energy": 0.5, "valence": 0.25, "year": 2019}

            {"title": "Second", "artists": [{"name": "Others"}], "energy": 0.75, "valence": 1, "year": "2020", "more": {"a": 1}}
            {"title": "Third", "artists": ["Cut
            [1, 2]
            """));

        ShouldBeBoth();
        file.Refused.ShouldBe(new Dictionary<string, long>(StringComparer.Ordinal) { ["malformed"] = 2 });
    }

    [Fact]
    public async Task Json_lines_with_half_a_character_are_refused_and_the_others_are_read()
    {
        var file = await _import.ImportAsync(_import.Write("songs.jsonl",
            """
            {"\ud83d": 1, "title": "First", "artist": "Somebody", "energy": 0.5, "valence": 0.25, "year": 2019}
            {"title": "Cut \ud83d", "artist": "Somebody", "energy": 0.5, "valence": 0.25, "year": 2019}
            {"title": "Second", "artist": "Others", "energy": 0.75, "valence": 1, "year": 2020}
            """));

        ShouldBeBoth();
        file.Refused.ShouldBe(new Dictionary<string, long>(StringComparer.Ordinal) { ["malformed"] = 1 });
    }

    [Fact]
    public async Task Parquet_in_several_groups_with_long_texts_is_read_whole_and_resumed()
    {
        const int songs = 25_000;
        var path = _import.Place("songs.parquet");
        var rows = Enumerable.Range(0, songs).Select(i => new ParquetSong { TrackName = $"Song {i:00000} {new string('x', 200)}", Artists = i % 2 is 0 ? ["Somebody"] : ["Others", "Guest"], Energy = .5, Valence = .25f });
        await using (var file = File.Create(path))
            await ParquetSerializer.SerializeAsync(rows, file, new ParquetOptions { RowGroupSize = 8_000 }, cancellationToken: TestContext.Current.CancellationToken);
        using var cancel = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => _import.ImportAsync([path], progress: new CancelAfter(13_000, cancel), cancellationToken: cancel.Token));

        var report = await _import.ImportAsync(path);

        report.ResumedAfter.ShouldBeInRange(13_000, 13_100);
        report.Taken.ShouldBe(songs);
        var read = _import.Songs();
        read.Select(song => song.Title[..10]).ShouldBe(Enumerable.Range(0, songs).Select(i => $"Song {i:00000}"));
        read.ShouldAllBe(song => song.Title.Length == 211 && song.Artist == (song.Title[9] % 2 == 0 ? "Somebody" : "Others"));
    }

    [Fact]
    public async Task Parquet_is_read_column_by_column()
    {
        var path = _import.Place("songs.parquet");
        ParquetSong[] songs =
        [
            new() { TrackName = "First", Artists = ["Somebody", "Guest"], Energy = .5, Valence = .25f, ReleaseDate = new DateTime(2019, 5, 3, 0, 0, 0, DateTimeKind.Utc), DurationMs = 200_000 },
            new() { TrackName = null, Artists = ["Nobody"], Energy = .5, Valence = .25f },
            new() { TrackName = "Second", Artists = ["Others"], Energy = .75, Valence = 1, DurationMs = null },
        ];
        await ParquetSerializer.SerializeAsync(songs, path, cancellationToken: TestContext.Current.CancellationToken);

        var file = await _import.ImportAsync(path);

        file.Refused.ShouldBe(new Dictionary<string, long>(StringComparer.Ordinal) { ["no_title"] = 1 });
        ShouldBeBoth(withYears: false);
        _import.Songs()[0].ReleaseDate.ShouldBe(new ReleaseDate(2019, 5, 3));
        _import.Songs().Select(song => song.DurationMs).ShouldBe([200_000, null]);
    }

    [Fact]
    public async Task Gzip_is_unpacked_on_the_way()
    {
        var path = _import.Place("songs.csv.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            await gzip.WriteAsync("title,artist,energy,valence,year\nFirst,Somebody,.5,.25,2019\nSecond,Others,.75,1,2020\n"u8.ToArray(), TestContext.Current.CancellationToken);

        await _import.ImportAsync(path);

        ShouldBeBoth();
    }

    [Fact]
    public async Task Text_that_is_no_utf_8_is_read_as_spreadsheets_write_it()
    {
        var path = _import.Place("songs.csv");
        await File.WriteAllBytesAsync(path, Encoding.Latin1.GetBytes("title,artist,energy,valence\nQué será,José González,.5,.25\n"), TestContext.Current.CancellationToken);

        await _import.ImportAsync(path);

        _import.Songs().ShouldHaveSingleItem().Artist.ShouldBe("José González");
    }

    [Fact]
    public async Task A_byte_order_mark_and_the_line_ends_of_windows_do_no_harm()
    {
        await _import.ImportAsync(_import.Write("songs.csv", "\ufefftitle,artist,energy,valence,year\r\nFirst,Somebody,.5,.25,2019\r\nSecond,Others,.75,1,2020\r\n"));

        ShouldBeBoth();
    }

    [Theory]
    [InlineData("PK\u0003\u0004", "ZIP")]
    [InlineData("[{\"title\": \"x\"}]", "one object a line")]
    [InlineData("  \n ", "empty")]
    [InlineData("SQLite format 3\0", "CSV, TSV, JSON lines and Parquet")]
    [InlineData("PAR1 is how it begins", "Parquet file that cannot be read")]
    public async Task What_is_no_table_is_refused_with_what_to_do(string content, string says)
    {
        var path = _import.Write("songs.csv", content);

        var fault = await Should.ThrowAsync<InvalidDataException>(() => _import.ImportAsync(path));

        fault.Message.ShouldContain("songs.csv");
        fault.Message.ShouldContain(says);
        File.Exists(_import.Catalogue).ShouldBeFalse();
    }

    [Fact]
    public async Task A_quotation_mark_that_is_never_closed_is_refused_and_imports_nothing()
    {
        var path = _import.Write("songs.csv", "title,artist,energy,valence\nGood,Somebody,.5,.5\n\"Open,Somebody,.5,.5\n" + string.Concat(Enumerable.Repeat("More,Somebody,.5,.5\n", 1_000_000)));

        var fault = await Should.ThrowAsync<InvalidDataException>(() => _import.ImportAsync(path));

        fault.Message.ShouldContain("quotation mark");
        File.Exists(_import.Catalogue).ShouldBeFalse();
    }

    private void ShouldBeBoth(bool withYears = true)
    {
        var songs = _import.Songs();
        songs.Select(song => song.Title).ShouldBe(Titles);
        songs.Select(song => song.Artist).ShouldBe(Artists);
        songs.Select(song => (song.Features!.Value.Energy, song.Features.Value.Valence)).ShouldBe([(.5, .25), (.75, 1)]);
        if (withYears)
            songs.Select(song => song.ReleaseDate).ShouldBe([new ReleaseDate(2019), new ReleaseDate(2020)]);
    }

    private sealed class CancelAfter(long rows, CancellationTokenSource cancel) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            if (value.Rows >= rows)
                cancel.Cancel();
        }
    }

    private sealed class ParquetSong
    {
        public string? TrackName { get; set; }

        public List<string>? Artists { get; set; }

        public double? Energy { get; set; }

        public float Valence { get; set; }

        public DateTime? ReleaseDate { get; set; }

        public long? DurationMs { get; set; }
    }
}
