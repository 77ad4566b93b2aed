using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace StoryBeats.Providers.Tests.Fakes;

/// <summary>Spotify's OpenAPI description, to hold answers against: types, required and known members, enumerations.</summary>
internal sealed class OpenApiFile
{
    private readonly YamlMappingNode _root;

    private OpenApiFile(YamlMappingNode root) => _root = root;

    public static OpenApiFile Spotify()
    {
        using var reader = File.OpenText(SharedData.Require("../reference/spotify-web-api.openapi.yml"));
        var yaml = new YamlStream();
        yaml.Load(reader);
        return new OpenApiFile((YamlMappingNode)yaml.Documents[0].RootNode);
    }

    /// <summary>What is wrong with an answer of an operation.</summary>
    /// <param name="method">get, post.</param>
    /// <param name="template">The path as the file writes it.</param>
    /// <param name="status">The status answered.</param>
    /// <param name="body">The body answered.</param>
    /// <param name="isDevelopment">Whether deprecated members may be missing although they are required: Development Mode leaves them out.</param>
    public IReadOnlyList<string> Problems(string method, string template, int status, JsonNode? body, bool isDevelopment)
    {
        var responses = Map(Map(Map(_root, "paths"), template), method);
        return Check(Map(Resolve(Map(responses, "responses")[status.ToString(System.Globalization.CultureInfo.InvariantCulture)]), "content"), body, isDevelopment);
    }

    /// <summary>What is wrong with an error, whichever operation answered it: BadRequest, NotFound.</summary>
    public IReadOnlyList<string> ErrorProblems(string response, JsonNode? body) =>
        Check(Map(Map(Map(Map(_root, "components"), "responses"), response), "content"), body, isDevelopment: false);

    private List<string> Check(YamlMappingNode content, JsonNode? body, bool isDevelopment)
    {
        var problems = new List<string>();
        Check(Flatten(Map(Map(content, "application/json"), "schema")), body, "$", isDevelopment, problems);
        return problems;
    }

    private static void Check(Schema schema, JsonNode? value, string path, bool isDevelopment, List<string> problems)
    {
        if (value is null)
        {
            if (!schema.IsNullable)
                problems.Add($"{path} is null");
            return;
        }

        if (schema.Type is { } type && !IsOf(type, value))
            problems.Add($"{path} is {value.GetValueKind()}, not {type}");
        if (schema.Enum.Count > 0 && !schema.Enum.Contains(value.ToString()))
            problems.Add($"{path} is \"{value}\", none of {string.Join(", ", schema.Enum)}");

        if (value is JsonArray array && schema.Items is { } items)
        {
            for (var index = 0; index < array.Count; index++)
                Check(items, array[index], $"{path}[{index}]", isDevelopment, problems);
        }
        else if (value is JsonObject members && schema.Properties.Count > 0)
        {
            foreach (var name in schema.Required.Where(name => !members.ContainsKey(name) && !(isDevelopment && schema.Properties.TryGetValue(name, out var own) && own.IsDeprecated)))
                problems.Add($"{path}.{name} is missing");
            foreach (var (name, member) in members)
            {
                if (schema.Properties.TryGetValue(name, out var own))
                    Check(own, member, $"{path}.{name}", isDevelopment, problems);
                else
                    problems.Add($"{path}.{name} is not known");
            }
        }
    }

    private static bool IsOf(string type, JsonNode value) => (type, value.GetValueKind()) switch
    {
        ("string", JsonValueKind.String) or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => value.GetValue<decimal>() % 1 == 0,
        _ => false,
    };

    /// <summary>A schema with what it refers to and what it is made of.</summary>
    private Schema Flatten(YamlNode node)
    {
        var map = Resolve(node);
        var schema = new Schema { IsNullable = Text(map, "nullable") == "true", IsDeprecated = Text(map, "deprecated") == "true", Type = Text(map, "type") };
        if (map.Children.TryGetValue("allOf", out var parts))
        {
            foreach (var part in ((YamlSequenceNode)parts).Select(Flatten))
            {
                schema.Type ??= part.Type;
                schema.Items ??= part.Items;
                schema.Required.UnionWith(part.Required);
                schema.Enum.UnionWith(part.Enum);
                foreach (var (name, own) in part.Properties)
                    schema.Properties[name] = own;
            }
        }

        if (map.Children.TryGetValue("properties", out var properties))
        {
            foreach (var (name, own) in ((YamlMappingNode)properties).Children)
                schema.Properties[name.ToString()] = Flatten(own);
        }

        if (map.Children.TryGetValue("required", out var required))
            schema.Required.UnionWith(((YamlSequenceNode)required).Select(name => name.ToString()));
        if (map.Children.TryGetValue("enum", out var values))
            schema.Enum.UnionWith(((YamlSequenceNode)values).Select(value => value.ToString()));
        // What a playlist holds is a track or an episode; nothing here answers such items.
        if (map.Children.TryGetValue("items", out var items) && !Resolve(items).Children.ContainsKey("oneOf"))
            schema.Items = Flatten(items);
        return schema;
    }

    private YamlMappingNode Resolve(YamlNode node)
    {
        var map = (YamlMappingNode)node;
        while (Text(map, "$ref") is { } reference)
            map = reference.Split('/').Skip(1).Aggregate(_root, Map);
        return map;
    }

    private static YamlMappingNode Map(YamlMappingNode node, string name) => (YamlMappingNode)node[name];

    private static string? Text(YamlMappingNode node, string name) => node.Children.TryGetValue(name, out var value) && value is YamlScalarNode scalar ? scalar.Value : null;

    private sealed class Schema
    {
        public string? Type { get; set; }

        public bool IsNullable { get; init; }

        public bool IsDeprecated { get; init; }

        public Schema? Items { get; set; }

        public Dictionary<string, Schema> Properties { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Required { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Enum { get; } = new(StringComparer.Ordinal);
    }
}
