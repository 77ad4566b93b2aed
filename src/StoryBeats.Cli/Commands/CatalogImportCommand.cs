using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using StoryBeats.Providers.EmbeddedCatalog.Import;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats catalog import</c></summary>
internal static class CatalogImportCommand
{
    // What a shell gives for a command ended by Ctrl-C.
    private const int Interrupted = 130;

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "CSV, TSV, JSON lines (each also gzipped) or Parquet.", Arity = ArgumentArity.OneOrMore };
        var map = new Option<string[]>("--map")
        {
            Description = "Columns of other headers: title=Song,artist=Singer,…",
            AllowMultipleArgumentsPerToken = true,
        };
        map.Validators.Add(result =>
        {
            if (Pairs(result.Tokens.Select(token => token.Value)).FirstOrDefault(pair => pair is not [{ Length: > 0 }, { Length: > 0 }]) is { } wrong)
                result.AddError($"--map is written FIELD=COLUMN,FIELD=COLUMN, and \"{string.Join('=', wrong)}\" is not.");
        });
        var language = new Option<string?>("--language") { Description = "The language of songs that nothing else tells; default: unknown." };
        var refused = new Option<FileInfo?>("--refused") { Description = "Where to list the rows refused; default: NAME.refused.csv beside each file." };
        var again = new Option<bool>("--again") { Description = "Import what was imported before, in place of what is known of the same songs." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be recognised and the first three songs; write nothing." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };

        var command = new Command("import", "Import songs with measured features, from the well-known public track sets or files of your own.") { files, map, language, refused, again, dryRun, json };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetRequiredValue(files),
            new ImportOptions
            {
                Map = Named(result),
                Language = result.GetValue(language),
                RefusedFile = result.GetValue(refused)?.FullName,
                Again = result.GetValue(again),
            },
            result.GetValue(dryRun), result.GetValue(json), cancellationToken));
        return command;

        // The last of two that name the same field counts.
        Dictionary<string, string> Named(ParseResult result)
        {
            var named = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var pair in Pairs(result.GetValue(map) ?? []))
                named[pair[0]] = pair[1];
            return named;
        }
    }

    // A column's name may hold a comma no more than an equals sign; one that does is to be renamed.
    private static IEnumerable<string[]> Pairs(IEnumerable<string> values) =>
        values.SelectMany(value => value.Split(',')).Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries));

    private static async Task<int> RunAsync(string[] files, ImportOptions options, bool dryRun, bool json, CancellationToken cancellationToken)
    {
        try
        {
            await using var services = await CliServices.BuildWithStorageAsync(cancellationToken);
            var importer = services.GetRequiredService<CatalogImporter>();
            if (dryRun)
                Show(files, options, importer, json);
            else
                Show(await ImportView.ProgressAsync(progress => importer.ImportAsync(files, options, progress, cancellationToken)), json);
            return 0;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted; the catalogue is as it was. What was read is kept: the same command goes on from there.");
            return Interrupted;
        }
    }

    private static void Show(string[] files, ImportOptions options, CatalogImporter importer, bool json)
    {
        foreach (var preview in files.Select(file => importer.Preview(file, options)))
        {
            if (json)
                Console.WriteLine(JsonSerializer.Serialize(preview, CliJson.Default.ImportPreview));
            else
                ImportView.Write(AnsiConsole.Console, preview);
        }
    }

    private static void Show(ImportReport report, bool json)
    {
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(report, CliJson.Default.ImportReport));
        else
            ImportView.Write(AnsiConsole.Console, report);
    }
}
