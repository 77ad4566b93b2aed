using System.Text.Json.Nodes;

namespace StoryBeats.Fakes.Models;

/// <summary>What services that hold a model to a schema do not take in one.</summary>
internal static class SchemaRules
{
    private static readonly Dictionary<string, string[]> NotForAnthropic = new(StringComparer.Ordinal)
    {
        ["number"] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
        ["integer"] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
        ["string"] = ["minLength", "maxLength"],
        ["array"] = ["maxItems", "uniqueItems"],
    };

    /// <summary>platform.claude.com, structured outputs, "JSON Schema limitations".</summary>
    public static string? AnthropicProblem(JsonObject schema)
    {
        foreach (var part in Parts(schema))
        {
            foreach (var type in TypesOf(part))
            {
                if (type == "object" && part.Member("additionalProperties").Flag() != false)
                    return "For 'object' type, 'additionalProperties' must be explicitly set to false";
                if (NotForAnthropic.GetValueOrDefault(type, []).Where(part.ContainsKey).ToList() is { Count: > 0 } refused)
                    return $"For '{type}' type, properties {string.Join(", ", refused)} are not supported";
            }
        }

        return null;
    }

    /// <summary>platform.openai.com, structured outputs, "Supported schemas", where strict.</summary>
    public static string? OpenAIProblem(JsonObject schema)
    {
        foreach (var part in Parts(schema).Where(part => TypesOf(part).Contains("object", StringComparer.Ordinal)))
        {
            if (part.Member("additionalProperties").Flag() != false)
                return "In context=(), 'additionalProperties' is required to be supplied and to be false.";
            var required = part.Member("required").Items().Select(name => name.Text()).ToList();
            if ((part.Member("properties") as JsonObject ?? []).Select(property => property.Key).FirstOrDefault(name => !required.Contains(name, StringComparer.Ordinal)) is { } missing)
                return $"In context=(), 'required' is required to be supplied and to be an array including every key in properties. Missing '{missing}'.";
        }

        return null;
    }

    public static IEnumerable<string> TypesOf(JsonObject schema) =>
        schema.Member("type").Text() is { } one ? [one] : schema.Member("type").Items().Select(type => type.Text()).OfType<string>();

    /// <summary>The schema and every schema within it.</summary>
    private static IEnumerable<JsonObject> Parts(JsonNode? schema) => schema is not JsonObject part
        ? []
        : [
            part,
            .. (part.Member("properties") as JsonObject ?? []).SelectMany(property => Parts(property.Value)),
            .. (part.Member("$defs") as JsonObject ?? []).SelectMany(definition => Parts(definition.Value)),
            .. Parts(part.Member("items")),
            .. part.Member("anyOf").Items().SelectMany(Parts),
        ];
}
