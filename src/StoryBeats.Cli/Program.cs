using System.CommandLine;
using System.Globalization;
using System.Text;
using StoryBeats;
using StoryBeats.Cli.Commands;

Console.OutputEncoding = Encoding.UTF8;
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("StoryBeats: the song that fits your photo.")
{
    RecommendCommand.Create(),
    ServeCommand.Create(),
    DoctorCommand.Create(),
    HealthCommand.Create(),
    SimulateCommand.Create(),
    new Command("bench", "Measure how much a server stands.") { BenchLoadCommand.Create() },
    new Command("feedback", "What visitors think of the songs.") { FeedbackReportCommand.Create() },
    new Command("catalog", "The songs on this machine.") { CatalogCheckCommand.Create(), CatalogImportCommand.Create(), CatalogStatusCommand.Create() },
    ModelsCommand.Create(),
    new Command("train", "Train the models that come with the program.") { TrainVisionCommand.Create(), TrainFeaturesCommand.Create() },
    new Command("evaluate", "Measure against people.") { EvaluateVisionCommand.Create(), EvaluateFeaturesCommand.Create(), EvaluateMatchCommand.Create(), EvaluateReportCommand.Create() },
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception fault) when (StartupFault.Describe(fault) is not null)
{
    await Console.Error.WriteLineAsync(StartupFault.Describe(fault));
    return 1;
}
