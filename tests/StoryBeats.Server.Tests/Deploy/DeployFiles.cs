using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace StoryBeats.Server.Tests.Deploy;

/// <summary>What deploy/ says, taken apart.</summary>
internal static partial class DeployFiles
{
    /// <summary>Its folder.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Folder, "deploy");

    /// <summary>compose.yml.</summary>
    public static YamlNode Compose { get; } = Yaml("compose.yml");

    /// <summary>The services of compose.yml, by name.</summary>
    public static IReadOnlyDictionary<string, YamlNode> Services { get; } = Entries(Compose["services"]);

    /// <summary>The services that run the image of the Dockerfile.</summary>
    public static IReadOnlyList<KeyValuePair<string, YamlNode>> Apps { get; } = [.. Services.Where(service => Has(service.Value, "build"))];

    /// <summary>The Dockerfile's instructions in their order.</summary>
    public static IReadOnlyList<(string Name, string Line)> Dockerfile { get; } =
        [.. Instructions().Matches(Text("Dockerfile").Replace("\\\n", " ", StringComparison.Ordinal)).Select(match => (match.Groups["name"].Value, match.Groups["rest"].Value.Trim()))];

    /// <summary>What the Dockerfile's ENV says.</summary>
    public static IReadOnlyDictionary<string, string> ImageEnvironment { get; } = Dockerfile.Where(line => line.Name is "ENV")
        .SelectMany(line => Words(line.Line)).Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>The lines <c>Name=value</c> of the systemd unit.</summary>
    public static ILookup<string, string> Unit { get; } = Lines("systemd/storybeats.service").Where(line => line.Contains('=', StringComparison.Ordinal))
        .Select(line => line.Split('=', 2)).ToLookup(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    public static IEnumerable<string> Lines(string file) => Text(file).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#');

    public static YamlNode Yaml(string file)
    {
        using var reader = new StreamReader(Path.Combine(Folder, file));
        var stream = new YamlStream();
        stream.Load(reader);
        return stream.Documents.ShouldHaveSingleItem().RootNode;
    }

    /// <summary>What follows the last instruction of a name.</summary>
    public static string Last(string instruction) => Dockerfile.Last(line => line.Name == instruction).Line;

    public static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The words of an instruction in JSON.</summary>
    public static string[] Command(string text) => [.. Quoted().Matches(text).Select(match => match.Groups["word"].Value)];

    public static bool Has(YamlNode node, string name) => ((YamlMappingNode)node).Children.ContainsKey(name);

    public static IReadOnlyDictionary<string, YamlNode> Entries(YamlNode node) =>
        ((YamlMappingNode)node).Children.ToDictionary(child => child.Key.ToString(), child => child.Value, StringComparer.Ordinal);

    /// <summary>The texts of a list, or none where it is missing.</summary>
    public static string[] Texts(YamlNode node, string name) => Has(node, name) ? [.. ((YamlSequenceNode)node[name]).Select(one => one.ToString())] : [];

    /// <summary>Bytes as compose writes them: 64m, 1g.</summary>
    public static long Bytes(string size) => long.Parse(size[..^1], System.Globalization.CultureInfo.InvariantCulture) << (size[^1] is 'g' ? 30 : 20);

    [GeneratedRegex("^(?<name>[A-Z]+) +(?<rest>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Instructions();

    [GeneratedRegex("\"(?<word>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();
}
