using StoryBeats;
using StoryBeats.Server;

try
{
    await StoryBeatsServer.Build(args).RunAsync();
    return Environment.ExitCode;
}
catch (Exception fault) when (StartupFault.Describe(fault) is not null)
{
    await Console.Error.WriteLineAsync($"StoryBeats cannot start. {StartupFault.Describe(fault)}");
    return 1;
}
