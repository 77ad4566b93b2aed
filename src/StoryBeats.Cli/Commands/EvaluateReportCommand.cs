using System.CommandLine;
using StoryBeats.Providers.FeatureEstimation;
using StoryBeats.Providers.LocalVision;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats evaluate report</c></summary>
internal static class EvaluateReportCommand
{
    public static Command Create()
    {
        var ratings = VisionOptions.Ratings();
        var images = VisionOptions.Images();
        var seed = VisionOptions.Seed();
        var tracks = FeatureOptions.Tracks();
        var catalogue = FeatureOptions.Catalogue();
        var moods = EvaluateMatchCommand.Moods();
        var today = EvaluateMatchCommand.Today();
        var into = PageFigures.Into();
        var figures = new PageFigures("evaluate report");

        var command = new Command("report", "Measure everything at once, as one table.") { ratings, images, tracks, catalogue, moods, seed, today, into };
        command.SetAction((result, cancellationToken) => Task.FromResult(VisionOptions.Run(
            progress =>
            {
                if (result.GetValue(into) is { } place)
                    figures.Check(place);
                var (table, folder) = (result.GetRequiredValue(ratings).FullName, result.GetRequiredValue(images).FullName);
                return new QualityReport(
                    VisionLab.CrossValidate(table, folder, result.GetValue(seed), VisionOptions.Rounds, progress, cancellationToken),
                    new FeatureLab(result.GetRequiredValue(tracks).Select(file => file.FullName), result.GetRequiredValue(catalogue).FullName)
                        .Evaluate(model: null, progress, cancellationToken),
                    EvaluateMatchCommand.Measure(table, folder, result.GetValue(moods)?.FullName, result.GetValue(seed), result.GetValue(today), progress, cancellationToken));
            },
            report =>
            {
                if (result.GetValue(into) is { } page)
                    figures.Write(page, report.ToMarkdown());
                else
                    Console.Write(report.ToMarkdown());
            },
            "Measuring")));
        return command;
    }
}
