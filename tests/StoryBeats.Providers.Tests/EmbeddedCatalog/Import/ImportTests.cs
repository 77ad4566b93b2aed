using StoryBeats.Providers.EmbeddedCatalog.Import;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog.Import;

public sealed class ImportTests : IDisposable
{
    private const string Header = "title,artist,energy,valence\n";
    private const int Rows = 25_000;

    private readonly ImportFixture _import = new();

    public void Dispose() => _import.Dispose();

    [Fact]
    public async Task The_same_content_again_is_nothing_to_do_whatever_it_is_called()
    {
        var first = await _import.ImportAsync(_import.Write("songs.csv", Header + "A,X,.5,.5\n"));
        var written = File.GetLastWriteTimeUtc(_import.Catalogue);

        var second = await _import.ImportAsync(_import.Write("copy.csv", Header + "A,X,.5,.5\n"));

        first.ImportedBefore.ShouldBeNull();
        second.ImportedBefore.ShouldBe(_import.Time.GetUtcNow());
        second.Rows.ShouldBe(0);
        File.GetLastWriteTimeUtc(_import.Catalogue).ShouldBe(written);
    }

    [Fact]
    public async Task Content_that_was_imported_is_imported_anew_when_the_catalogue_is_gone()
    {
        var path = _import.Write("songs.csv", Header + "A,X,.5,.5\n");
        await _import.ImportAsync(path);
        File.Delete(_import.Catalogue);

        (await _import.ImportAsync(path)).Taken.ShouldBe(1);

        _import.Songs().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Files_add_up_and_a_song_that_is_there_stays_as_it_was()
    {
        await _import.ImportAsync(_import.Write("a.csv", Header + "A,X,.5,.5\nB,X,.5,.5\n"));

        var report = await _import.ImportAsync([_import.Write("b.csv", Header + "B,X,.9,.9\nC,X,.5,.5\n"), _import.Write("c.csv", Header + "C,X,.1,.1\nD,X,.5,.5\n")]);

        report.Songs.ShouldBe(4);
        report.Files.Select(file => (file.Taken, file.AlreadyThere)).ShouldBe([(1, 1), (1, 1)]);
        _import.Songs().Select(song => (song.Title, song.Features!.Value.Energy)).ShouldBe([("A", .5), ("B", .5), ("C", .5), ("D", .5)]);
    }

    [Fact]
    public async Task Again_puts_the_file_in_place_of_what_was_known()
    {
        var path = _import.Write("a.csv", Header + "A,X,.5,.5\n");
        await _import.ImportAsync([path, _import.Write("b.csv", Header + "B,X,.5,.5\n")]);

        var file = await _import.ImportAsync(path, new() { Again = true, Language = "Hindi" });

        file.Taken.ShouldBe(1);
        _import.Songs().Select(song => (song.Title, song.Language)).ShouldBe([("A", "Hindi"), ("B", "Unknown")]);
    }

    [Fact]
    public async Task An_import_that_is_interrupted_leaves_the_old_catalogue_and_goes_on_from_there()
    {
        await _import.ImportAsync(_import.Write("old.csv", Header + "Old,X,.5,.5\n"));
        var path = _import.Write("songs.csv", Many());
        using var cancel = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => _import.ImportAsync([path], progress: new Act(rows => rows >= 12_000, cancel.Cancel), cancellationToken: cancel.Token));

        _import.Songs().Select(song => song.Title).ShouldBe(["Old"]);
        _import.Log.Only("songs.csv").Finished.ShouldBeNull();
        var report = await _import.ImportAsync(path);
        report.ResumedAfter.ShouldBeInRange(12_000, 12_100);
        report.Rows.ShouldBe(Rows);
        // One row was refused before and one after, and one repeats a song from before.
        report.Refused.ShouldBe(new Dictionary<string, long>(StringComparer.Ordinal) { ["no_title"] = 2, ["duplicate"] = 1 });
        report.Taken.ShouldBe(Rows - 3);
        (await File.ReadAllLinesAsync(report.RefusedFile!, TestContext.Current.CancellationToken)).Length.ShouldBe(4);
        _import.Songs().Count.ShouldBe(Rows - 2);
        _import.Log.Only("songs.csv").Finished.ShouldNotBeNull();
        Directory.EnumerateFileSystemEntries(_import.PartsFolder).ShouldBeEmpty();
    }

    [Fact]
    public async Task Parts_that_were_read_in_another_way_are_not_taken()
    {
        var path = _import.Write("songs.csv", Many());
        using var cancel = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => _import.ImportAsync([path], progress: new Act(rows => rows >= 12_000, cancel.Cancel), cancellationToken: cancel.Token));

        var file = await _import.ImportAsync(path, new() { Language = "Hindi" });

        file.ResumedAfter.ShouldBe(0);
        file.LanguageFrom.Keys.ShouldBe(["option"]);
        Directory.EnumerateFileSystemEntries(_import.PartsFolder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_part_that_is_damaged_is_read_again(bool isCut)
    {
        var path = _import.Write("songs.csv", Many());
        using var cancel = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => _import.ImportAsync([path], progress: new Act(rows => rows >= 22_000, cancel.Cancel), cancellationToken: cancel.Token));
        var second = Directory.EnumerateFiles(_import.PartsFolder, "000002.part", SearchOption.AllDirectories).ShouldHaveSingleItem();
        using (var part = File.OpenWrite(second))
        {
            // Cut, or with the zeros of a disk that lost its power.
            if (isCut)
                part.SetLength(part.Length / 2);
            else
                part.Write(new byte[4096]);
        }

        (await _import.ImportAsync(path)).ResumedAfter.ShouldBe(SourceReading.RowsPerPart);

        _import.Songs().Count.ShouldBe(Rows - 3);
    }

    [Fact]
    public async Task What_stood_behind_a_damaged_part_is_not_taken_later_either()
    {
        var path = _import.Write("songs.csv", Many());
        await InterruptAsync(path, after: 22_000);
        var second = Directory.EnumerateFiles(_import.PartsFolder, "000002.part", SearchOption.AllDirectories).ShouldHaveSingleItem();
        await File.WriteAllTextAsync(second, "broken", TestContext.Current.CancellationToken);
        // Read again, and cut short: the second part ends before the third one began.
        await InterruptAsync(path, after: 14_000);

        var file = await _import.ImportAsync(path);

        file.Rows.ShouldBe(Rows);
        file.Refused.ShouldBe(new Dictionary<string, long>(StringComparer.Ordinal) { ["no_title"] = 2, ["duplicate"] = 1 });
        _import.Songs().Count.ShouldBe(Rows - 3);
    }

    [Fact]
    public async Task Of_several_files_one_that_is_no_table_lets_none_in()
    {
        var good = _import.Write("good.csv", Header + "A,X,.5,.5\n");

        await Should.ThrowAsync<InvalidDataException>(() => _import.ImportAsync([good, _import.Write("bad.csv", "foo,bar\n1,2\n")]));

        File.Exists(_import.Catalogue).ShouldBeFalse();
        (await _import.Importer.StatusAsync(TestContext.Current.CancellationToken)).Imports.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_import_at_the_same_time_is_told_to_wait()
    {
        var path = _import.Write("songs.csv", Header + string.Concat(Enumerable.Range(0, 2000).Select(row => $"Song {row},X,.5,.5\n")));
        Task<ImportedFile>? second = null;

        await _import.ImportAsync([path], progress: new Act(rows => rows >= 1000, () => second = _import.ImportAsync(path)));

        (await Should.ThrowAsync<InvalidDataException>(() => second!)).Message.ShouldContain("Another import");
        _import.Songs().Count.ShouldBe(2000);
    }

    [Fact]
    public async Task A_preview_shows_the_first_songs_and_writes_nothing()
    {
        var preview = _import.Importer.Preview(_import.Write("songs.csv", Many()), new ImportOptions());

        preview.FirstSongs.Select(song => song.Title).ShouldBe(["Song 1", "Song 2", "Song 3"]);
        preview.Read.Rows.ShouldBe(1000);
        preview.Read.Refused.ShouldBe(new Dictionary<string, long>(StringComparer.Ordinal) { ["no_title"] = 1 });
        Directory.Exists(_import.CatalogueFolder).ShouldBeFalse();
        (await _import.Importer.StatusAsync(TestContext.Current.CancellationToken)).Songs.ShouldBe(0);
    }

    [Fact]
    public async Task The_status_tells_songs_by_language_and_every_import()
    {
        await _import.ImportAsync(_import.Write("a.csv", Header + "A,Radiohead,.5,.5\nB,X,.5,.5\nC,X,.5,.5\n"));

        var status = await _import.Importer.StatusAsync(TestContext.Current.CancellationToken);

        status.Songs.ShouldBe(3);
        status.Bytes.ShouldBeGreaterThan(0);
        status.Languages.ShouldBe([new("Unknown", 2), new("English", 1)]);
        var import = status.Imports.ShouldHaveSingleItem();
        (import.FileName, import.Rows, import.Refused, import.Finished).ShouldBe(("a.csv", 3, 0, _import.Time.GetUtcNow()));
    }

    private async Task InterruptAsync(string path, long after)
    {
        using var cancel = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => _import.ImportAsync([path], progress: new Act(rows => rows >= after, cancel.Cancel), cancellationToken: cancel.Token));
    }

    // The first and the last row have no title, and the last but one is the second again.
    private static string Many() =>
        Header + ",X,.5,.5\n" + string.Concat(Enumerable.Range(1, Rows - 3).Select(row => $"Song {row},X,.5,.5\n")) + "Song 1,X,.5,.5\n,X,.5,.5\n";

    // Acts once, when so many rows are read.
    private sealed class Act(Func<long, bool> when, Action action) : IProgress<ImportProgress>
    {
        private bool _done;

        public void Report(ImportProgress value)
        {
            if (_done || !when(value.Rows))
                return;
            _done = true;
            action();
        }
    }
}
