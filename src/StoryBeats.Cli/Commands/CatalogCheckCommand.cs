using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using StoryBeats.Providers.EmbeddedCatalog;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats catalog check</c></summary>
internal static class CatalogCheckCommand
{
    public static Command Create()
    {
        var catalogue = new Option<FileInfo>("--catalogue")
        {
            Description = "The catalogue to check; default: the one that comes with the program.",
            DefaultValueFactory = _ => new FileInfo(Path.Combine(DataFiles.BuiltIn, StarterCatalogue.FileName)),
        };
        var measured = new Option<FileInfo[]>("--measured")
        {
            Description = "CSV of tracks with measured features; may be given several times.",
            AllowMultipleArgumentsPerToken = true,
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };

        var command = new Command("check", "Check the catalogue, and compare its estimates with measured features.") { catalogue, measured, json };
        command.SetAction(result => Run(result.GetRequiredValue(catalogue), result.GetValue(measured) ?? [], result.GetValue(json)));
        return command;
    }

    private static int Run(FileInfo catalogue, FileInfo[] measured, bool json)
    {
        try
        {
            var tracks = StarterCatalogue.Load(catalogue.FullName);
            var comparisons = measured.DistinctBy(file => file.FullName, StringComparer.Ordinal).ToDictionary(file => measured.Count(other => other.Name == file.Name) > 1 ? file.FullName : file.Name, file => CatalogueCheck.Compare(tracks, file.FullName), StringComparer.Ordinal);
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(new CatalogCheckReport(tracks.Count, comparisons), CliJson.Default.CatalogCheckReport));
                return 0;
            }

            var summary = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).AddColumns("Language", "Songs");
            foreach (var language in tracks.GroupBy(track => track.Language, StringComparer.Ordinal).OrderByDescending(group => group.Count()))
                summary.AddRow(Markup.FromInterpolated($"{language.Key}"), Markup.FromInterpolated($"{language.Count()}"));
            AnsiConsole.MarkupLineInterpolated($"[bold]{tracks.Count} songs[/], every row well formed");
            AnsiConsole.Write(summary);
            foreach (var (file, comparison) in comparisons)
                Write(file, comparison);
            return 0;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
    }

    private static void Write(string file, CatalogueComparison comparison)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]{file}[/]: {comparison.Matched} songs in both");
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).AddColumns("Feature", "Songs", "r", "MAE");
        foreach (var feature in comparison.Features)
        {
            table.AddRow(
                feature.Feature,
                feature.Songs.ToString(CultureInfo.InvariantCulture),
                feature.R?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–",
                feature.Mae?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–");
        }

        AnsiConsole.Write(table);
    }
}

/// <summary>The answer of <c>catalog check --json</c>.</summary>
internal sealed record CatalogCheckReport(int Songs, IReadOnlyDictionary<string, CatalogueComparison> Measured);
