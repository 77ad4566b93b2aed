using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using StoryBeats.Providers.LocalVision;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats evaluate vision</c></summary>
internal static class EvaluateVisionCommand
{
    public static Command Create()
    {
        var ratings = VisionOptions.Ratings();
        var images = VisionOptions.Images();
        var seed = VisionOptions.Seed();
        var head = new Option<FileInfo>("--head")
        {
            Description = "The head to measure; default: the one that comes with the program.",
            DefaultValueFactory = _ => new FileInfo(LocalVisionFiles.HeadPath),
        };
        var folds = new Option<bool>("--folds-by-theme")
        {
            Description = "Train anew on some themes and measure on the others: the honest figure for photos that the head was trained on.",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };

        var command = new Command("vision", "Compare readings of photos with people's ratings.") { ratings, images, head, folds, seed, json };
        command.SetAction((result, cancellationToken) => Task.FromResult(VisionOptions.Run(
            progress => result.GetValue(folds)
                ? VisionLab.CrossValidate(
                    result.GetRequiredValue(ratings).FullName, result.GetRequiredValue(images).FullName, result.GetValue(seed), rounds: 3, progress, cancellationToken)
                : VisionLab.Evaluate(
                    result.GetRequiredValue(ratings).FullName, result.GetRequiredValue(images).FullName, result.GetRequiredValue(head).FullName,
                    progress, cancellationToken),
            evaluation => Write(evaluation, result.GetValue(json)))));
        return command;
    }

    private static void Write(VisionEvaluation evaluation, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(evaluation, CliJson.Default.VisionEvaluation));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).AddColumns("", "r", "MAE (0 to 1)");
        table.AddRow("Valence", Show(evaluation.Valence.R), Show(evaluation.Valence.Mae));
        table.AddRow("Energy", Show(evaluation.Energy.R), Show(evaluation.Energy.Mae));
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{evaluation.Photos} photos, {evaluation.MsPerPhoto:0.0} ms a photo");
    }

    private static string Show(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
