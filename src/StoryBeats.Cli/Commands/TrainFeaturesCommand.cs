using System.CommandLine;
using StoryBeats.Estimation;
using StoryBeats.Providers.FeatureEstimation;

namespace StoryBeats.Cli.Commands;

/// <summary><c>storybeats train features</c></summary>
internal static class TrainFeaturesCommand
{
    public static Command Create()
    {
        var tracks = FeatureOptions.Tracks();
        var catalogue = FeatureOptions.Catalogue();
        var output = new Option<FileInfo>("--out", "-o")
        {
            Description = "Where to write the model.",
            DefaultValueFactory = _ => new FileInfo(Path.Combine("models", FeatureModelFile.FileName)),
        };

        var command = new Command("features", "Train the estimate of how songs sound whose features nobody measured.") { tracks, catalogue, output };
        command.SetAction(result => Run(result.GetRequiredValue(tracks), result.GetRequiredValue(catalogue), result.GetRequiredValue(output)));
        return command;
    }

    private static int Run(FileInfo[] tracks, FileInfo catalogue, FileInfo output)
    {
        try
        {
            var lab = new FeatureLab(tracks.Select(file => file.FullName), catalogue.FullName);
            output.Directory!.Create();
            FeatureModelFile.Save(lab.Train(), output.FullName);
            foreach (var table in lab.Tables.Where(table => !table.Teaches))
                Console.Error.WriteLine(FeatureOptions.TaughtNothing(table));
            Console.WriteLine($"Learned from {lab.Teaching.Measured} measured songs and {lab.Teaching.Ours} of the catalogue: {output.FullName}");
            return 0;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
    }
}
