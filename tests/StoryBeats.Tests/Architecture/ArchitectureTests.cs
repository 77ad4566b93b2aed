using System.Text.RegularExpressions;

namespace StoryBeats.Tests.Architecture;

/// <summary>The rules of the house, read from the projects and the code.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> MayReference = new(StringComparer.Ordinal)
    {
        ["StoryBeats"] = [],
        ["StoryBeats.Providers"] = ["StoryBeats"],
        ["StoryBeats.Storage"] = ["StoryBeats"],
        ["StoryBeats.Server"] = ["StoryBeats", "StoryBeats.Providers", "StoryBeats.Storage"],
        ["StoryBeats.Cli"] = ["StoryBeats", "StoryBeats.Providers", "StoryBeats.Storage", "StoryBeats.Server"],
    };

    // Decoders; everything else that the core takes are Microsoft's abstractions.
    private static readonly string[] CorePackages = ["Magick.NET-Q8-x64", "NetVips", "NetVips.Native", "System.Threading.RateLimiting"];

    // Serving, and the JSON that the server speaks.
    private static readonly string[] CliFilesThatKnowTheServer = ["StoryBeats.Cli/Commands/ServeCommand.cs", "StoryBeats.Cli/Commands/RecommendCommand.cs"];

    public static TheoryData<string> Projects => [.. SourceTree.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_point_one_way(string project)
    {
        var references = SourceTree.Included(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

        references.ShouldBeSubsetOf(MayReference[project], StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("StoryBeats", @"\bStoryBeats\.(Providers|Storage|Server|Cli)\b")]
    [InlineData("StoryBeats", @"\bMicrosoft\.AspNetCore\b")]
    [InlineData("StoryBeats.Providers", @"\bStoryBeats\.(Storage|Server|Cli)\b|\bMicrosoft\.AspNetCore\b")]
    [InlineData("StoryBeats.Server", @"\bStoryBeats\.Cli\b")]
    [InlineData("StoryBeats/Photos", @"\bVision\b")]
    [InlineData("StoryBeats/Vision", @"\b(Retrieval|Ranking|Reranking|Recommendations)\b")]
    [InlineData("StoryBeats/Ranking", @"\bTimeProvider\b|\b(Value)?Task\b|\basync\b|\bawait\b")]
    [InlineData("StoryBeats/Reranking", @"\bTimeProvider\b|\b(Value)?Task\b|\basync\b|\bawait\b")]
    [InlineData("StoryBeats/Ranking", @"\bDateTime(Offset)?\b|\bStopwatch\b|\bEnvironment\b|\bRandom\b|\bGuid\b|\bHttpClient\b|\bConsole\b|\bILogger\b")]
    [InlineData("StoryBeats/Reranking", @"\bDateTime(Offset)?\b|\bStopwatch\b|\bEnvironment\b|\bRandom\b|\bGuid\b|\bHttpClient\b|\bConsole\b|\bILogger\b")]
    public void Code_says_nothing_of_what_it_must_not_know(string folder, string forbidden)
    {
        var files = SourceTree.Under(folder);

        files.Where(file => file.Mentions(forbidden)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("StoryBeats/Ranking")]
    [InlineData("StoryBeats/Reranking")]
    public void Ranking_and_reranking_touch_no_file(string folder)
    {
        var files = SourceTree.Under(folder);

        files.Where(file => file.Mentions(@"\bFile\b|\bDirectory\b|\bStream\b|\bSystem\.IO\b")).ShouldBeEmpty();
    }

    [Fact]
    public void The_core_has_no_ASP_NET_and_no_vendor_SDK()
    {
        var core = SourceTree.Project("StoryBeats");

        core.Attribute("Sdk")!.Value.ShouldBe("Microsoft.NET.Sdk");
        core.Descendants("FrameworkReference").ShouldBeEmpty();
        SourceTree.Included("StoryBeats", "PackageReference")
            .Where(package => !package.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal))
            .ShouldBeSubsetOf(CorePackages, StringComparer.Ordinal);
    }

    [Fact]
    public void The_command_line_knows_the_server_only_to_serve_and_for_its_JSON()
    {
        var files = SourceTree.Under("StoryBeats.Cli");

        files.Where(file => file.Mentions(@"\bStoryBeats\.Server\b|\bServer\.(Wire|Http|Endpoints)\b"))
            .Select(file => file.Path)
            .ShouldBeSubsetOf(CliFilesThatKnowTheServer, StringComparer.Ordinal);
    }

    [Fact]
    public void Namespaces_match_folders()
    {
        var strays = SourceTree.Files
            .Select(file => (file.Path, Declared: Regex.Match(file.Code, @"^namespace (?<name>[\w.]+)", RegexOptions.Multiline, TimeSpan.FromSeconds(1)).Groups["name"].Value))
            .Where(file => file.Declared.Length > 0 || !file.Path.EndsWith("/Program.cs", StringComparison.Ordinal))
            .Where(file => file.Declared != Path.GetDirectoryName(file.Path)!.Replace('\\', '.').Replace('/', '.'));

        strays.ShouldBeEmpty();
    }
}
