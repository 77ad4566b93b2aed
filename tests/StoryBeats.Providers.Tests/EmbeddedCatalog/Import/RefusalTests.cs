using StoryBeats.Providers.EmbeddedCatalog.Import;

namespace StoryBeats.Providers.Tests.EmbeddedCatalog.Import;

public sealed class RefusalTests : IDisposable
{
    private readonly ImportFixture _import = new();

    public void Dispose() => _import.Dispose();

    [Fact]
    public async Task Every_row_refused_is_counted_by_its_reason_and_listed_with_its_line()
    {
        var path = _import.Write("songs.csv",
            $"""
            track_id,title,artist,energy,valence,tempo,release_date
            ,Good,Somebody,.5,.5,100,2019
            ,,Somebody,.5,.5,100,2019
            ,No Artist,[''],.5,.5,100,2019
            ,No Energy,Somebody,,.5,100,2019
            ,"Loud, and Wrong",Somebody,1.5,.5,100,2019
            ,Word,Somebody,.5,high,100,2019
            ,Fast,Somebody,.5,.5,900,2019
            7lmeHLHBe4nmXzuXc0HDjk,Twice,Somebody,.5,.5,100,2019
            7lmeHLHBe4nmXzuXc0HDjk,Twice,Somebody,.5,.5,100,2019
            ,{new string('x', 501)},Somebody,.5,.5,100,2019
            ,Too,Many,.5,.5,100,2019,7
            ,No Date,Somebody,.5,.5,100,soon
            """);

        var file = await _import.ImportAsync(path);

        file.Rows.ShouldBe(12);
        file.Taken.ShouldBe(3);
        file.Refused.ShouldBe(
            new Dictionary<string, long>(StringComparer.Ordinal)
            {
                ["no_title"] = 1,
                ["no_artist"] = 1,
                ["feature_missing"] = 1,
                ["out_of_range"] = 2,
                ["not_a_number"] = 1,
                ["duplicate"] = 1,
                ["too_long"] = 1,
                ["malformed"] = 1,
            },
            ignoreOrder: true);
        file.LeftOut.ShouldBe(new Dictionary<string, long>(StringComparer.Ordinal) { ["release_date"] = 1 });
        file.RefusedFile.ShouldBe(_import.Place("songs.refused.csv"));
        var lines = await File.ReadAllLinesAsync(file.RefusedFile!, TestContext.Current.CancellationToken);
        lines.Length.ShouldBe(10);
        lines[0].ShouldBe("file,row,reason,field,value,title,artist");
        lines[1].ShouldBe("songs.csv,3,no_title,title,,,Somebody");
        lines[4].ShouldBe("songs.csv,6,out_of_range,energy,1.5,\"Loud, and Wrong\",Somebody");
        lines[7].ShouldBe("songs.csv,10,duplicate,id,7lmeHLHBe4nmXzuXc0HDjk,Twice,Somebody");
        _import.Songs().Select(song => song.Title).ShouldBe(["Good", "No Date", "Twice"]);
        _import.Songs()[1].ReleaseDate.ShouldBeNull();
    }

    [Fact]
    public async Task The_same_recording_twice_is_one_song()
    {
        var file = await _import.ImportAsync(_import.Write("songs.csv", "title,artist,energy,valence,isrc\nOne,X,.5,.5,USUM71800001\nOther Name,X,.5,.5,USUM71800001\n"));

        file.Taken.ShouldBe(1);
        file.Refused.Keys.ShouldBe(["duplicate"]);
    }

    [Fact]
    public async Task Rows_refused_of_several_files_go_into_one_where_that_is_named()
    {
        string[] files = [_import.Write("a.csv", "title,artist,energy,valence\n,X,.5,.5\n"), _import.Write("b.csv", "title,artist,energy,valence\nB,,.5,.5\n")];

        var report = await _import.ImportAsync(files, new ImportOptions { RefusedFile = _import.Place("wrong.csv") });

        report.Files.Select(file => file.RefusedFile).Distinct(StringComparer.Ordinal).ShouldBe([_import.Place("wrong.csv")]);
        (await File.ReadAllLinesAsync(_import.Place("wrong.csv"), TestContext.Current.CancellationToken)).Skip(1).ShouldBe(["a.csv,2,no_title,title,,,X", "b.csv,2,no_artist,artist,,B,"]);
    }

    [Fact]
    public async Task Without_rows_refused_there_is_no_file_of_them()
    {
        var file = await _import.ImportAsync(_import.Write("songs.csv", "title,artist,energy,valence\nA,X,.5,.5\n"));

        file.RefusedFile.ShouldBeNull();
        Directory.EnumerateFiles(_import.Place(""), "*refused*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_of_an_earlier_import_is_replaced_and_goes_when_nothing_is_refused()
    {
        var path = _import.Write("songs.csv", "title,artist,energy,valence\n,X,.5,.5\n");
        var list = (await _import.ImportAsync(path)).RefusedFile!;
        await _import.ImportAsync(path, new() { Again = true });
        (await File.ReadAllLinesAsync(list, TestContext.Current.CancellationToken)).Length.ShouldBe(2);

        await _import.ImportAsync(_import.Write("songs.csv", "title,artist,energy,valence\nMended,X,.5,.5\n"));

        File.Exists(list).ShouldBeFalse();
    }

    [Theory]
    [InlineData("songs.csv")]
    [InlineData("notes.txt")]
    [InlineData("folder")]
    public async Task Refused_rows_never_take_the_place_of_what_is_no_list_of_them(string refused)
    {
        var path = _import.Write("songs.csv", "title,artist,energy,valence\nA,X,.5,.5\n,X,.5,.5\n");
        _import.Write("notes.txt", "mine");
        Directory.CreateDirectory(_import.Place("folder"));

        var fault = await Should.ThrowAsync<InvalidDataException>(() => _import.ImportAsync(path, new() { RefusedFile = _import.Place(refused) }));

        fault.Message.ShouldContain("--refused FILE");
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldStartWith("title,artist");
        (await File.ReadAllTextAsync(_import.Place("notes.txt"), TestContext.Current.CancellationToken)).ShouldBe("mine");
        _import.Songs().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("file,row,reason,field,value,title,artist,energy,valence")]
    [InlineData("file,row,reason,field,value,title,artist")]
    public async Task A_list_that_is_imported_itself_is_never_replaced(string header)
    {
        var path = _import.Write("mended.csv", $"{header}\nsongs.csv,2,feature_missing,.5,.5,Mended,X,.5,.5\n");
        var map = new Dictionary<string, string>(StringComparer.Ordinal) { ["energy"] = "field", ["valence"] = "value" };

        await Should.ThrowAsync<InvalidDataException>(() => _import.ImportAsync(path, new() { RefusedFile = path, Map = map }));

        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldStartWith(header);
    }

    [Fact]
    public async Task A_list_that_somebody_mended_beside_its_input_stays()
    {
        var mended = _import.Write("songs.refused.csv", "file,row,reason,field,value,title,artist,energy,valence\nsongs.csv,2,feature_missing,,,Mended,X,.5,.5\n");

        (await Should.ThrowAsync<InvalidDataException>(() => _import.ImportAsync(_import.Write("songs.csv", "title,artist,energy,valence\nA,X,.5,.5\n")))).Message.ShouldContain("--refused FILE");

        (await File.ReadAllTextAsync(mended, TestContext.Current.CancellationToken)).ShouldContain("Mended");
    }

    [Fact]
    public async Task A_file_that_has_the_name_of_an_unfinished_list_stays()
    {
        var input = _import.Write("songs.csv.partial", "title,artist,energy,valence\nA,X,.5,.5\n");

        await Should.ThrowAsync<InvalidDataException>(() => _import.ImportAsync(input, new() { RefusedFile = _import.Place("songs.csv") }));

        (await File.ReadAllTextAsync(input, TestContext.Current.CancellationToken)).ShouldStartWith("title");
    }

    [Fact]
    public async Task Of_several_files_all_lists_are_looked_at_before_anything_is_read()
    {
        string[] files = [_import.Write("a.csv", "title,artist,energy,valence\nA,X,.5,.5\n"), _import.Write("b.csv", "title,artist,energy,valence\nB,X,.5,.5\n")];
        _import.Write("b.refused.csv", "mine");

        await Should.ThrowAsync<InvalidDataException>(() => _import.ImportAsync(files));

        Directory.Exists(_import.PartsFolder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_list_of_refused_rows_is_told_from_a_table_of_songs()
    {
        var list = (await _import.ImportAsync(_import.Write("songs.csv", "title,artist,energy,valence\n,X,.5,.5\n"))).RefusedFile!;

        (await Should.ThrowAsync<InvalidDataException>(() => _import.ImportAsync(list))).Message.ShouldContain("lists rows that an earlier import refused. Leave it out");
    }

    [Fact]
    public async Task What_a_refused_row_names_does_not_count_as_seen()
    {
        var file = await _import.ImportAsync(_import.Write("songs.csv",
            """
            id,title,artist,energy,valence,isrc
            7lmeHLHBe4nmXzuXc0HDjk,One,X,.5,.5,
            7lmeHLHBe4nmXzuXc0HDjk,Refused,X,.5,.5,USUM71800001
            ,Two,X,.5,.5,USUM71800001
            """));

        file.Refused.ShouldBe(new Dictionary<string, long>(StringComparer.Ordinal) { ["duplicate"] = 1 });
        _import.Songs().Select(song => song.Title).ShouldBe(["One", "Two"]);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_told_before_anything_is_read()
    {
        var path = _import.Write("songs.csv", "title,artist,energy,valence\nA,X,.5,.5\n");

        var fault = await Should.ThrowAsync<InvalidDataException>(() => _import.ImportAsync(path, new() { RefusedFile = _import.Place("missing/refused.csv") }));

        fault.Message.ShouldContain("--refused FILE");
        File.Exists(_import.Catalogue).ShouldBeFalse();
    }
}
