using System.Reflection;
using System.Text.RegularExpressions;
using StoryBeats.Providers;
using StoryBeats.Storage;
using StoryBeats.Vision;

namespace StoryBeats.Server.Tests;

/// <summary>What can be set is written down.</summary>
public sealed partial class SettingsDocTests
{
    private static readonly Assembly[] Ours = [typeof(VisionOptions).Assembly, typeof(ProviderServices).Assembly, typeof(StorageOptions).Assembly, typeof(StoryBeatsServer).Assembly];

    [Fact]
    public void Every_setting_is_named_in_the_table_of_settings()
    {
        var named = Named(File.ReadAllLines(Path.Combine(RepositoryFolder(), "docs", "settings.md")));

        var settings = Ours.SelectMany(assembly => assembly.GetTypes())
            .Select(type => (Type: type, Section: type.GetField("SectionName", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)))
            .Where(found => found.Section is { IsLiteral: true })
            .SelectMany(found => Settings((string)found.Section!.GetRawConstantValue()!, found.Type))
            .ToList();

        // Some of each assembly, so that none is missed in silence.
        string[] known = ["Vision__DeadlineSeconds", "Spotify__ClientId", "Storage__RetentionDays", "RateLimits__PerDay"];
        known.Except(settings, StringComparer.Ordinal).ShouldBeEmpty();
        settings.Except(named, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Short_names_belong_to_every_section_of_their_line()
    {
        Named(["| `Learning__Enabled`, `__CoLikes` | |", "| `OpenAI__Model`, `__ApiKey`; the same of `Ollama` | |"]).ShouldBe(
            ["Learning__Enabled", "Learning__CoLikes", "OpenAI__Model", "OpenAI__ApiKey", "Ollama__Model", "Ollama__ApiKey"], ignoreOrder: true);
        Named(["not in a table: `Vision__Order`", "| name | of `Vision__Order` |"]).ShouldBeEmpty();
    }

    // As the binder finds them; objects within are sections of their own.
    private static IEnumerable<string> Settings(string section, Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true }).SelectMany(property =>
            property.PropertyType.IsClass && Array.Exists(Ours, assembly => assembly == property.PropertyType.Assembly)
                ? Settings($"{section}__{property.Name}", property.PropertyType)
                : [$"{section}__{property.Name}"]);

    // The first column of each row: `Section__Name`, short `__Name` after it, and other sections for which the same holds.
    private static HashSet<string> Named(IEnumerable<string> lines)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cell in lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split('|')[1]))
        {
            var codes = Code().Matches(cell).Select(match => match.Groups["code"].Value).ToList();
            var sections = codes.Select(code => code.Split("__")[0]).Where(section => section.Length > 0).Distinct(StringComparer.Ordinal).ToList();
            var others = codes.Where(code => !code.Contains("__", StringComparison.Ordinal)).ToList();
            foreach (var code in codes.Where(code => code.Contains("__", StringComparison.Ordinal)))
            {
                var name = code[(code.IndexOf("__", StringComparison.Ordinal) + 2)..];
                named.UnionWith((code.StartsWith('_') ? sections : [code.Split("__")[0], .. others]).Select(section => $"{section}__{name}"));
            }
        }

        return named;
    }

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "StoryBeats.slnx")))
            folder = folder.Parent;
        return folder.ShouldNotBeNull().FullName;
    }

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Code();
}
