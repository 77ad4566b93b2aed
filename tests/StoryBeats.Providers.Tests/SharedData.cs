using System.Reflection;

namespace StoryBeats.Providers.Tests;

/// <summary>Data for evaluation that is not part of the project.</summary>
internal static class SharedData
{
    private static readonly string Root = typeof(SharedData).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "SharedData").Value!;

    public static string Require(string relative)
    {
        var path = Path.GetFullPath(Path.Combine(Root, relative));
        Assert.SkipUnless(Path.Exists(path), $"The evaluation data {relative} is not beside this checkout.");
        return path;
    }
}
