using Spectre.Console;
using StoryBeats.Providers.EmbeddedCatalog.Import;

namespace StoryBeats.Cli;

/// <summary>Imports for a person's eyes.</summary>
internal static class ImportView
{
    /// <summary>Runs with a progress bar on standard error, so that standard output holds nothing but the answer.</summary>
    public static Task<ImportReport> ProgressAsync(Func<IProgress<ImportProgress>, Task<ImportReport>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context => work(new Progress(context)));
    }

    public static void Write(IAnsiConsole console, ImportReport report)
    {
        foreach (var file in report.Files)
        {
            console.MarkupLineInterpolated($"[bold]{file.File}[/], {Recognised(file)}");
            if (file.ImportedBefore is { } before && file.Rows is 0)
                console.MarkupLineInterpolated($"Already imported on {before:yyyy-MM-dd HH:mm} UTC, nothing to do. (--again imports it in place of what is there.)");
            else
                Write(console, file);
        }

        console.MarkupLineInterpolated($"[bold]{report.Songs:n0} songs[/] in the catalogue, {report.Seconds:0.0} s in all");
    }

    public static void Write(IAnsiConsole console, ImportPreview preview)
    {
        console.MarkupLineInterpolated($"[bold]{preview.Read.File}[/], {Recognised(preview.Read)}; nothing was written");
        var columns = Table("Taken for", "Column");
        foreach (var (field, column) in preview.Read.Columns)
            AddRow(columns, field, column);
        console.Write(columns);
        Write(console, preview.Read);

        foreach (var song in preview.FirstSongs)
        {
            console.MarkupLineInterpolated($"[bold]{song.Title}[/] · {song.Artist} · {song.ReleaseDate?.ToString() ?? "date unknown"} · {song.Language}");
            console.MarkupLineInterpolated($"  energy {song.Features?.Energy:0.00} · valence {song.Features?.Valence:0.00} · {song.Features?.Tempo:0} BPM · {Length(song.DurationMs)}");
        }
    }

    public static void Write(IAnsiConsole console, CatalogueStatus catalogue)
    {
        console.MarkupLineInterpolated($"[bold]{catalogue.Songs:n0} imported songs[/], {catalogue.Bytes / 1e6:0.0} MB");
        if (catalogue.Imports.Count is 0)
        {
            console.WriteLine("Nothing was imported yet. Import files with: storybeats catalog import FILE…");
            return;
        }

        var languages = Table("Language", "Songs");
        foreach (var (language, songs) in catalogue.Languages)
            AddRow(languages, language, $"{songs:n0}");
        console.Write(languages);

        var imports = Table("File", "Imported (UTC)", "Songs", "Refused");
        foreach (var import in catalogue.Imports)
            AddRow(imports, import.FileName, import.Finished is { } finished ? $"{finished:yyyy-MM-dd HH:mm}" : "interrupted", $"{import.Rows:n0}", $"{import.Refused:n0}");
        console.Write(imports);
    }

    private static void Write(IAnsiConsole console, ImportedFile file)
    {
        var table = Table("", "");
        table.HideHeaders();
        AddRow(table, "Rows", $"{file.Rows:n0}");
        if (file.ResumedAfter > 0)
            AddRow(table, "Read by an earlier run", $"{file.ResumedAfter:n0}");
        AddRow(table, "Songs taken", $"{file.Taken:n0}");
        if (file.AlreadyThere > 0)
            AddRow(table, "Already there", $"{file.AlreadyThere:n0}");
        AddCounts(table, "Refused", file.Refused);
        AddCounts(table, "Not understood, left out", file.LeftOut);
        AddCounts(table, "Not measured, estimated", file.Estimated);
        AddCounts(table, "Language told by", file.LanguageFrom);
        foreach (var assumed in file.Assumed)
            AddRow(table, "Assumed", assumed);
        if (file.Seconds > 0)
            AddRow(table, "Seconds", $"{file.Seconds:0.0} ({file.RowsPerSecond:n0} rows/s)");
        console.Write(table);
        // Not wrapped: somebody may copy it.
        if (file.RefusedFile is { } refused)
            console.Profile.Out.Writer.WriteLine($"Refused rows: {refused}");
        if (file.LanguageFrom.TryGetValue("nothing", out var unknown))
            console.MarkupLineInterpolated($"[yellow]{unknown:n0} songs[/] have no known language and are never suggested. Import the file once more with --language NAME --again to say it for them.");
    }

    private static string Recognised(ImportedFile file) =>
        file.Set is { } set ? $"recognised as {set}" : $"recognised by {file.Columns.Count} columns";

    private static string Length(int? milliseconds) => milliseconds is { } length ? $"{TimeSpan.FromMilliseconds(length):m\\:ss}" : "length unknown";

    private static void AddCounts(Table table, string what, IReadOnlyDictionary<string, long> counts)
    {
        foreach (var (name, times) in counts)
            AddRow(table, $"{what}: {name.Replace('_', ' ')}", $"{times:n0}");
    }

    private static Table Table(params string[] columns) => new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).AddColumns(columns);

    private static void AddRow(Table table, params IEnumerable<string> cells) => table.AddRow([.. cells.Select(Markup.Escape)]);

    private sealed class Progress(ProgressContext context) : IProgress<ImportProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = new(StringComparer.Ordinal);
        private readonly Lock _lock = new();

        public void Report(ImportProgress value)
        {
            lock (_lock)
            {
                if (!_tasks.TryGetValue(value.Task, out var task))
                    _tasks.Add(value.Task, task = context.AddTask(Markup.Escape(value.Task), maxValue: Math.Max(1, value.Total)));
                task.Value = value.Done;
                if (value.Rows > 0)
                    task.Description = Markup.Escape($"{value.Task}: {value.Rows:n0} rows, {value.Rows / Math.Max(.001, task.ElapsedTime?.TotalSeconds ?? 1):n0}/s");
            }
        }
    }
}
