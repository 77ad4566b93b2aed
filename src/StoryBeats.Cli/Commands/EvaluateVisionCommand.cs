using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using StoryBeats.Providers.LocalVision;
using StoryBeats.Providers.ZeroShot;

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
        var model = VisionOptions.Model();
        var json = new Option<bool>("--json") { Description = "Print JSON." };

        var command = new Command("vision", "Compare readings of photos with people's ratings.") { ratings, images, head, folds, seed, model, json };
        command.SetAction((result, cancellationToken) => Task.FromResult(VisionOptions.Run(
            progress =>
            {
                var (table, folder) = (result.GetRequiredValue(ratings).FullName, result.GetRequiredValue(images).FullName);
                if (result.GetValue(model) is { } name)
                    return WithModel(name, table, folder, result.GetValue(folds) ? result.GetValue(seed) : null, progress, cancellationToken);
                return result.GetValue(folds)
                    ? VisionLab.CrossValidate(table, folder, result.GetValue(seed), VisionOptions.Rounds, progress, cancellationToken)
                    : VisionLab.Evaluate(table, folder, result.GetRequiredValue(head).FullName, progress, cancellationToken);
            },
            evaluation => Write(evaluation, result.GetValue(json)))));
        return command;
    }

    private static VisionEvaluation WithModel(
        string name, string ratings, string images, int? foldsBy, IProgress<double> progress, CancellationToken cancellationToken)
    {
        using var services = CliServices.Build();
        var lab = services.GetRequiredService<ModelHeadLab>();
        return foldsBy is { } seed
            ? lab.CrossValidate(name, ratings, images, seed, progress, cancellationToken)
            : lab.Evaluate(name, ratings, images, progress, cancellationToken);
    }

    private static void Write(VisionEvaluation evaluation, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(evaluation, CliJson.Default.VisionEvaluation));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey)
            .AddColumns("", "r", "MAE (0 to 1)", "within 1 deviation", "within 2");
        AddRow(table, "Valence", evaluation.Valence);
        AddRow(table, "Energy", evaluation.Energy);
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated(
            CultureInfo.InvariantCulture, $"Theme among the three nearest: {Show(evaluation.Themes.AtThree)} of {evaluation.Themes.Photos} photos");
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{evaluation.Photos} photos, {evaluation.MsPerPhoto:0.0} ms a photo");
    }

    private static void AddRow(Table table, string name, Agreement agreement) => table.AddRow(
        name, Show(agreement.R), Show(agreement.Mae), Show(agreement.WithinOneDeviation), Show(agreement.WithinTwoDeviations));

    private static string Show(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
