using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using StoryBeats.Estimation;
using StoryBeats.Providers.FeatureEstimation;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats evaluate features</c></summary>
internal static class EvaluateFeaturesCommand
{
    public static Command Create()
    {
        var tracks = FeatureOptions.Tracks();
        var catalogue = FeatureOptions.Catalogue();
        var model = new Option<FileInfo?>("--model") { Description = "A model to measure too, on the artists that it does not know." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var into = PageFigures.Into();
        var figures = new PageFigures("evaluate features");

        var command = new Command("features", "Compare estimates of how songs sound with what was measured, for artists seen and unseen.") { tracks, catalogue, model, json, into };
        command.SetAction((result, cancellationToken) => Task.FromResult(VisionOptions.Run(
            progress =>
            {
                if (result.GetValue(into) is { } place)
                    figures.Check(place);
                return new FeatureLab(result.GetRequiredValue(tracks).Select(file => file.FullName), result.GetRequiredValue(catalogue).FullName).Evaluate(
                    result.GetValue(model) is { } file ? FeatureModelFile.Load(file.FullName) : null, progress, cancellationToken);
            },
            evaluation =>
            {
                if (result.GetValue(into) is { } page)
                    figures.Write(page, FeatureReport.ToMarkdown(evaluation));
                else
                    Write(evaluation, result.GetValue(json));
            },
            "Training and measuring")));
        return command;
    }

    private static void Write(FeatureEvaluation evaluation, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(evaluation, CliJson.Default.FeatureEvaluation));
            return;
        }

        AnsiConsole.MarkupLineInterpolated($"{evaluation.Songs} songs by {evaluation.Artists} artists. {evaluation.HowMoodsAreChosen}");
        foreach (var table in evaluation.Tables.Where(table => !table.Teaches))
            AnsiConsole.MarkupLineInterpolated($"[yellow]{FeatureOptions.TaughtNothing(table)}[/]");
        Write("Artists never seen", evaluation.Unseen);
        Write("Artists seen, songs not", evaluation.Seen);
        if (evaluation.Model is { } model)
            Write("The model, on artists that it does not know", model);
    }

    private static void Write(string title, IReadOnlyList<FeatureGroup> groups)
    {
        var table = new Table().Title(title).Border(TableBorder.Rounded).BorderColor(Color.Grey)
            .AddColumns("Songs", "Feature", "r", "MAE", "expected", "constants", "rules", "averaged", "better by");
        foreach (var group in groups)
        {
            foreach (var feature in group.Features)
            {
                table.AddRow(
                    $"{group.Group} ({feature.Songs})", feature.Feature, Show(feature.Learned.R), Show(feature.Learned.Mae), Show(feature.ExpectedError), Show(feature.MoodConstants.Mae),
                    Show(feature.HandMade.Mae), Show(Math.Min(feature.MoodConstantsAveraged.Mae, feature.HandMadeAveraged.Mae)),
                    string.Create(CultureInfo.InvariantCulture, $"{feature.BetterThanConstants:0%}, {feature.BetterThanHandMade:0%}, {feature.BetterThanAveraged:0%}"));
            }
        }

        AnsiConsole.Write(table);
    }

    private static string Show(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}
