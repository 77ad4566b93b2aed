using StoryBeats.Storage.Tests.Killing;
using StoryBeats.Storage.Tests.Measuring;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace StoryBeats.Storage.Tests;

/// <summary>Runs the tests; with <c>write</c> it is the process that they kill, with <c>measure</c> it measures.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        [Writer.Argument, .. var settings] => Writer.RunAsync(settings),
        ["measure", .. var settings] => FeedbackMeasurement.RunAsync(settings),
        _ when args.Contains("--server", StringComparer.Ordinal) || args.Contains("--internal-msbuild-node", StringComparer.Ordinal) =>
            TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(args),
    };
}
