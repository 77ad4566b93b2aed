using System.Text.Json;
using System.Xml.Linq;

namespace StoryBeats.Server.Tests.Security;

public sealed class DependencyTests
{
    private static readonly string[] Folders = ["src", "tests", "bench"];

    [Fact]
    public void Known_holes_in_packages_are_errors_and_versions_are_pinned()
    {
        var root = Repository.Folder;
        var build = XDocument.Load(Path.Combine(root, "Directory.Build.props"));
        var packages = XDocument.Load(Path.Combine(root, "Directory.Packages.props"));

        Property("NuGetAudit").ShouldBe("true");
        Property("NuGetAuditMode").ShouldBe("all");
        Property("NuGetAuditLevel").ShouldBe("low");
        Property("TreatWarningsAsErrors").ShouldBe("true");
        // A source that does not answer, or knows of no holes, is no hole.
        Property("WarningsNotAsErrors").ShouldBe("$(WarningsNotAsErrors);NU1900;NU1905");
        packages.Descendants("PackageVersion").Select(package => package.Attribute("Version")!.Value).ShouldAllBe(version => char.IsAsciiDigit(version[0]) && !version.Contains('*'));
        var locks = Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "packages.lock.json", SearchOption.AllDirectories)).ToList();
        locks.Count.ShouldBeGreaterThan(8);
        foreach (var file in locks)
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
                .Where(package => package.Value.GetProperty("type").GetString() is not "Project")
                .ShouldAllBe(package => package.Value.GetProperty("contentHash").GetString()!.Length > 80);
        }

        string Property(string name) => build.Descendants(name).ShouldHaveSingleItem().Value;
    }
}
