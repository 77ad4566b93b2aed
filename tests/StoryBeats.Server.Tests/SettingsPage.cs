using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using StoryBeats.Providers;
using StoryBeats.Storage;
using StoryBeats.Vision;

namespace StoryBeats.Server.Tests;

/// <summary>The tables of docs/settings.md, made of the options classes and what their comments say.</summary>
internal static partial class SettingsPage
{
    /// <summary>What is written by hand ends here.</summary>
    public const string Mark = "<!-- From here on written by the program: STORYBEATS_WRITE_DOCS=1 and the test SettingsDocTests. -->";

    private static readonly Assembly[] Ours = [typeof(VisionOptions).Assembly, typeof(ProviderServices).Assembly, typeof(StorageOptions).Assembly, typeof(StoryBeatsServer).Assembly];

    public static string Write()
    {
        var page = new StringBuilder(Mark).Append('\n');
        foreach (var (section, type) in Sections())
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {section}\n\n| setting | default | range | meaning |\n|---|---|---|---|\n");
            foreach (var row in Rows(section, type))
                page.Append(row).Append('\n');
        }

        return page.ToString();
    }

    /// <summary>The sections that the program binds, by name.</summary>
    public static IEnumerable<(string Section, Type Type)> Sections() => Ours.SelectMany(assembly => assembly.GetTypes())
        .Select(type => (Type: type, Field: type.GetField("SectionName", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)))
        .Where(found => found.Field is { IsLiteral: true })
        .Select(found => ((string)found.Field!.GetRawConstantValue()!, found.Type))
        .OrderBy(found => found.Item1, StringComparer.Ordinal);

    /// <summary>The settings in the spelling of the environment, as the binder finds them; objects within are sections of their own.</summary>
    public static IEnumerable<(string Name, PropertyInfo Property, object Owner)> Settings(string section, object owner) =>
        owner.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true }).SelectMany(property =>
            property.PropertyType.IsClass && Array.Exists(Ours, assembly => assembly == property.PropertyType.Assembly)
                ? Settings($"{section}__{property.Name}", property.GetValue(owner) ?? Activator.CreateInstance(property.PropertyType)!)
                : [($"{section}__{property.Name}", property, owner)]);

    private static IEnumerable<string> Rows(string section, Type type) => Settings(section, Activator.CreateInstance(type, nonPublic: true)!)
        .Select(setting => $"| `{setting.Name}` | {Default(setting.Property, setting.Owner)} | {Range(setting.Property)} | {Meaning(setting.Property)} |");

    private static string Default(PropertyInfo property, object owner) => property.GetValue(owner) switch
    {
        // Another on every machine.
        string path when Path.IsPathRooted(path) => "see there",
        null or "" or IReadOnlyList<string> { Count: 0 } => "none",
        bool flag => flag ? "true" : "false",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Range(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() is { } range
        ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}")
        : property.PropertyType.IsEnum ? string.Join(", ", Enum.GetNames(property.PropertyType)) : "";

    private static string Meaning(PropertyInfo property)
    {
        var owner = property.DeclaringType!;
        var documents = XDocument.Load(Path.ChangeExtension(owner.Assembly.Location, ".xml"));
        var summary = documents.Descendants("member").FirstOrDefault(member => (string?)member.Attribute("name") == $"P:{owner.FullName!.Replace('+', '.')}.{property.Name}")?.Element("summary")
            ?? throw new InvalidOperationException($"{owner.Name}.{property.Name} has no summary.");
        return Spaces().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Text(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" or "paramref" } see => $"`{((string?)see.Attribute("cref") ?? (string?)see.Attribute("langword") ?? "").Split('.', ':')[^1]}`",
        XElement element => $"`{element.Value}`",
        _ => node.ToString(),
    };

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Spaces();
}
