using System.CommandLine;
using System.Text.Json;
using StoryBeats.Providers.LocalVision;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats train vision</c></summary>
internal static class TrainVisionCommand
{
    public static Command Create()
    {
        var ratings = VisionOptions.Ratings();
        var images = VisionOptions.Images();
        var seed = VisionOptions.Seed();
        var output = new Option<FileInfo>("--output", "-o")
        {
            Description = "Where to write the head.",
            DefaultValueFactory = _ => new FileInfo(Path.Combine("models", "vision-head.bin")),
        };

        var command = new Command("vision", "Train the head that reads valence, energy and themes from photos.") { ratings, images, output, seed };
        command.SetAction((result, cancellationToken) => Task.FromResult(VisionOptions.Run(
            progress => VisionLab.Train(
                result.GetRequiredValue(ratings).FullName, result.GetRequiredValue(images).FullName, result.GetRequiredValue(output).FullName,
                result.GetValue(seed), progress, cancellationToken),
            held => Console.WriteLine(JsonSerializer.Serialize(held, CliJson.Default.VisionEvaluation)))));
        return command;
    }
}
