using System.Text;
using System.Text.Json;

namespace StoryBeats.Server.Tests;

/// <summary><c>storybeats catalog import</c> and <c>catalog status</c> in processes of their own.</summary>
public sealed class CatalogImportTests : IDisposable
{
    private const string Header = "track_name,artist_name,energy,valence,duration\n";
    private const string Songs = Header + "Weightless,Somebody,.2,.4,4:18\nLoud,Radiohead,.9,.3,3:01\n,Nobody,.5,.5,1:00\n";

    private readonly TempFolder _folder = new();
    private readonly TempFolder _data = new();

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Import_reports_and_the_same_again_is_nothing_to_do_and_status_lists_it()
    {
        var path = _folder.Write("songs [1].csv", Songs);

        var first = await RunAsync("catalog", "import", path);
        var second = await RunAsync("catalog", "import", path, "--json");
        var status = await RunAsync("catalog", "status", "--json");

        first.ExitCode.ShouldBe(0, first.Error);
        first.Output.ShouldContain("songs [1].csv, recognised by 5 columns");
        first.Output.ShouldContain("Refused: no title");
        first.Output.ShouldContain("songs [1].refused.csv");
        first.Output.ShouldContain("2 songs in the catalogue");
        Parse(second.Output).GetProperty("files")[0].GetProperty("imported_before").ValueKind.ShouldBe(JsonValueKind.String);
        var counted = Parse(status.Output);
        counted.GetProperty("songs").GetInt32().ShouldBe(2);
        counted.GetProperty("languages").GetProperty("English").GetInt32().ShouldBe(1);
        counted.GetProperty("imports")[0].GetProperty("refused").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Import_takes_columns_and_a_language_that_the_user_names()
    {
        var path = _folder.Write("songs.tsv", "Lied\tWer\tKraft\tFreude\nA\tX\t50\t25\n");

        var right = await RunAsync("catalog", "import", path, "--map", "title=Lied,artist=Wer", "energy=Kraft,valence=Freude", "--language", "hi", "--json");

        right.ExitCode.ShouldBe(0, right.Error);
        var file = Parse(right.Output).GetProperty("files")[0];
        file.GetProperty("taken").GetInt64().ShouldBe(1);
        file.GetProperty("language_from").GetProperty("option").GetInt64().ShouldBe(1);
        file.GetProperty("assumed")[0].GetString().ShouldBe("features are percent");
    }

    [Fact]
    public async Task A_map_that_is_none_is_told_how_to_write()
    {
        var result = await RunAsync("catalog", "import", _folder.Write("songs.csv", Songs), "--map", "title=track_name,artist");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("--map is written FIELD=COLUMN,FIELD=COLUMN");
    }

    [Fact]
    public async Task Columns_that_are_missing_are_told_with_those_there_are()
    {
        var result = await RunAsync("catalog", "import", _folder.Write("songs.csv", "Lied,artist\nA,X\n"));

        result.ExitCode.ShouldBe(1);
        result.Error.Trim().ShouldEndWith(
            "songs.csv has no column for title, energy, valence. Its columns: Lied, artist. If one of them is meant, say so: --map title=COLUMN,energy=COLUMN,valence=COLUMN");
    }

    [Fact]
    public async Task A_dry_run_shows_the_first_songs_and_writes_nothing()
    {
        var result = await RunAsync("catalog", "import", _folder.Write("songs.csv", Songs), "--dry-run");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("nothing was written");
        result.Output.ShouldContain("Weightless");
        result.Output.ShouldContain("4:18");
        Directory.Exists(Path.Combine(_data.Root, "catalogue")).ShouldBeFalse();
        Directory.EnumerateFiles(_folder.Root).Count().ShouldBe(1);
    }

    [Fact]
    public async Task An_import_that_is_killed_leaves_no_half_catalogue_and_the_next_goes_on()
    {
        const int rows = 100_000;
        var catalogue = Path.Combine(_data.Root, "catalogue");
        var many = new StringBuilder(Header);
        for (var row = 0; row < rows; row++)
            many.Append("Song ").Append(row).Append(",Somebody (Live),.5,.5,4:18\n");
        var path = _folder.Write("many.csv", many.ToString());

        await KillOnceAsync(["catalog", "import", path], () => Directory.Exists(Path.Combine(catalogue, "parts")) && Directory.EnumerateFiles(catalogue, "*.part", SearchOption.AllDirectories).Any());
        var hasCatalogue = File.Exists(Path.Combine(catalogue, "tracks.sbc"));
        var status = await RunAsync("catalog", "status");
        var next = await RunAsync("catalog", "import", path, "--json");

        hasCatalogue.ShouldBeFalse();
        status.Output.ShouldContain("interrupted");
        next.ExitCode.ShouldBe(0, next.Error);
        var report = Parse(next.Output);
        report.GetProperty("files")[0].GetProperty("resumed_after").GetInt64().ShouldBeGreaterThan(0);
        report.GetProperty("files")[0].GetProperty("taken").GetInt64().ShouldBe(rows);
        report.GetProperty("songs").GetInt32().ShouldBe(rows);
    }

    private Task<CommandResult> RunAsync(params string[] arguments) => CommandLine.RunOnAsync(_data.Root, arguments);

    private async Task KillOnceAsync(string[] arguments, Func<bool> when)
    {
        using var process = CommandLine.Start(arguments, _data.Root, []);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        while (!when() && !process.HasExited)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(output, error);
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
