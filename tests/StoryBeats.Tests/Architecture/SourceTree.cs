using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace StoryBeats.Tests.Architecture;

/// <summary>The projects and files under <c>src/</c>, as they lie on disk.</summary>
internal static partial class SourceTree
{
    public static string Root { get; } = Find();

    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.EnumerateFiles(Root, "*.csproj", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<SourceFile> Files { get; } =
        [.. Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories).Where(path => !BuildOutput().IsMatch(path)).Order(StringComparer.Ordinal).Select(Read)];

    public static XElement Project(string name) => XDocument.Load(Path.Combine(Root, name, name + ".csproj")).Root!;

    public static IReadOnlyList<string> Included(string project, string item) =>
        [.. Project(project).Descendants(item).Select(element => (string)element.Attribute("Include")!)];

    /// <summary>The files of a folder such as <c>StoryBeats/Ranking</c>.</summary>
    public static IReadOnlyList<SourceFile> Under(string folder)
    {
        IReadOnlyList<SourceFile> files = [.. Files.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal))];
        files.ShouldNotBeEmpty($"There is no code in src/{folder}.");
        return files;
    }

    private static SourceFile Read(string path) =>
        new(Path.GetRelativePath(Root, path).Replace('\\', '/'), Comment().Replace(File.ReadAllText(path), ""));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "StoryBeats.slnx")))
                return Path.Combine(folder.FullName, "src");
        }

        throw new InvalidOperationException("The tests do not lie in the repository.");
    }

    [GeneratedRegex(@"[/\\](obj|bin)[/\\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BuildOutput();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline, 1000)]
    private static partial Regex Comment();
}

/// <summary>A file of code.</summary>
/// <param name="Path">Below <c>src/</c>, with slashes.</param>
/// <param name="Code">What it says, without lines of comment.</param>
internal sealed record SourceFile(string Path, string Code)
{
    public bool Mentions(string pattern) => Regex.IsMatch(Code, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    public override string ToString() => Path;
}
