using System.Text.RegularExpressions;

namespace StoryBeats.Server.Tests.Security;

/// <summary>Every line of the threat model has a test that is there.</summary>
public sealed partial class ThreatModelTests
{
    [Fact]
    public void Every_threat_names_a_test_that_exists()
    {
        var root = Repository.Folder;
        var sources = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories).ToLookup(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText, StringComparer.Ordinal);
        var rows = File.ReadLines(Path.Combine(root, "docs", "threat-model.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| threat", StringComparison.Ordinal)).ToList();

        rows.Count.ShouldBeGreaterThan(25);
        foreach (var row in rows)
        {
            var tests = Test().Matches(row.Split('|')[^2]).ToList();
            tests.ShouldNotBeEmpty(row);
            foreach (var test in tests)
                sources[test.Groups["class"].Value].ShouldContain(source => !source.Contains("Skip =", StringComparison.Ordinal) && source.Contains($" {test.Groups["method"].Value}(", StringComparison.Ordinal), test.Value);
        }
    }

    [GeneratedRegex("`(?<class>[A-Za-z]+)\\.(?<method>[A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Test();
}
