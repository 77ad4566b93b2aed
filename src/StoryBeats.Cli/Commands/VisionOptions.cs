using System.CommandLine;
using Spectre.Console;

namespace StoryBeats.Cli.Commands;

/// <summary>What `train vision` and `evaluate vision` share.</summary>
internal static class VisionOptions
{
    /// <summary>Cross-validations averaged.</summary>
    public const int Rounds = 2;

    public static Option<FileInfo> Ratings() => new("--ratings")
    {
        Description = "CSV of rated photos: image, theme, valence_mean, arousal_mean, rated 1 to 7.",
        Required = true,
    };

    public static Option<DirectoryInfo> Images() => new("--images") { Description = "The folder of the photos.", Required = true };

    public static Option<int> Seed() => new("--seed") { Description = "Seed of the folds.", DefaultValueFactory = _ => 0 };

    public static Option<string?> Model() => new("--model") { Description = "A bigger model by the name that `storybeats models list` shows; default: our own network." };

    /// <summary>Runs with a progress bar on standard error, so that standard output holds nothing but the answer.</summary>
    public static int Run<T>(Func<IProgress<double>, T> work, Action<T> write, string what = "Reading photos")
    {
        try
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
            write(console.Progress().Start(context =>
            {
                var task = context.AddTask(what, maxValue: 1);
                return work(new TaskProgress(task));
            }));
            return 0;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or Photos.PhotoRejectedException)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
    }
}

/// <summary>Shows the share done.</summary>
internal sealed class TaskProgress(ProgressTask task) : IProgress<double>
{
    public void Report(double value) => task.Value = value;
}
