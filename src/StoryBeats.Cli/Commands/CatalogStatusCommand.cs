using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using StoryBeats.Providers.EmbeddedCatalog.Import;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats catalog status</c></summary>
internal static class CatalogStatusCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("status", "What was imported, when, and how many songs there are by language.") { json };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(bool json, CancellationToken cancellationToken)
    {
        try
        {
            await using var services = await CliServices.BuildWithStorageAsync(cancellationToken);
            var catalogue = await services.GetRequiredService<CatalogImporter>().StatusAsync(cancellationToken);
            if (json)
                Console.WriteLine(JsonSerializer.Serialize(catalogue, CliJson.Default.CatalogueStatus));
            else
                ImportView.Write(AnsiConsole.Console, catalogue);
            return 0;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }
}
