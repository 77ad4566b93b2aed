using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StoryBeats.Providers.LocalVision;
using StoryBeats.Providers.ZeroShot;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats train vision</c></summary>
internal static class TrainVisionCommand
{
    public static Command Create()
    {
        var ratings = VisionOptions.Ratings();
        var images = VisionOptions.Images();
        var seed = VisionOptions.Seed();
        var model = VisionOptions.Model();
        var output = new Option<FileInfo>("--output", "-o")
        {
            Description = "Where to write the head; one of a bigger model is kept with it.",
            DefaultValueFactory = _ => new FileInfo(Path.Combine("models", "vision-head.bin")),
        };

        var command = new Command("vision", "Train the head that reads valence, energy and themes from photos.") { ratings, images, output, seed, model };
        command.SetAction((result, cancellationToken) => Task.FromResult(VisionOptions.Run(
            progress =>
            {
                var (table, folder) = (result.GetRequiredValue(ratings).FullName, result.GetRequiredValue(images).FullName);
                if (result.GetValue(model) is not { } name)
                    return VisionLab.Train(table, folder, result.GetRequiredValue(output).FullName, result.GetValue(seed), progress, cancellationToken);
                using var services = CliServices.Build();
                return services.GetRequiredService<ModelHeadLab>().Train(name, table, folder, result.GetValue(seed), progress, cancellationToken);
            },
            held => Console.WriteLine(JsonSerializer.Serialize(held, CliJson.Default.VisionEvaluation)))));
        return command;
    }
}
