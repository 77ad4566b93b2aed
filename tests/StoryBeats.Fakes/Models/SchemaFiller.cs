using System.Text.Json.Nodes;

namespace StoryBeats.Fakes.Models;

/// <summary>Puts what a model has to say into the fields that a schema asks for, in the schema's order.</summary>
internal static class SchemaFiller
{
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal)
    {
        ["culture"] = "culturalvibe",
        ["bpm"] = "tempo",
        ["tempobpm"] = "tempo",
        ["style"] = "musicstyle",
        ["number"] = "song",
        ["index"] = "song",
        ["track"] = "song",
        ["songs"] = "order",
        ["tracks"] = "order",
        ["ranking"] = "order",
        ["why"] = "reason",
    };

    public static JsonObject Fill(JsonObject? schema, JsonObject said) =>
        schema.Member("properties") is JsonObject ? (JsonObject)Object(schema!, ByName(said)) : said;

    private static Dictionary<string, JsonNode?> ByName(JsonObject said) => said.ToDictionary(field => Plain(field.Key), field => field.Value, StringComparer.Ordinal);

    private static JsonNode Object(JsonObject schema, Dictionary<string, JsonNode?> said)
    {
        var filled = new JsonObject();
        foreach (var (name, part) in schema.Member("properties") as JsonObject ?? [])
            filled[name] = Value(part as JsonObject ?? [], said.GetValueOrDefault(Plain(name)), said);
        return filled;
    }

    private static JsonNode? Value(JsonObject schema, JsonNode? said, Dictionary<string, JsonNode?> all) => said switch
    {
        JsonArray list when schema.Member("items") is JsonObject items && items.Member("properties") is JsonObject =>
            FakeJson.Array(list.Select(item => item is JsonObject fields ? Object(items, ByName(fields)) : item?.DeepClone())),
        not null when schema.Member("enum") is JsonArray { Count: > 0 } options =>
            (options.FirstOrDefault(option => string.Equals(option.Text(), said.Text(), StringComparison.OrdinalIgnoreCase)) ?? options[0])?.DeepClone(),
        not null => said.DeepClone(),
        null when schema.Member("properties") is JsonObject => Object(schema, all),
        null => Nothing(schema),
    };

    /// <summary>For a field that nothing is known of.</summary>
    private static JsonNode? Nothing(JsonObject schema)
    {
        var types = SchemaRules.TypesOf(schema).ToList();
        if (schema.Member("enum") is JsonArray { Count: > 0 } options)
            return options[0]?.DeepClone();
        if (types.Contains("null", StringComparer.Ordinal) || schema.Member("anyOf") is not null)
            return null;
        return types.FirstOrDefault() switch
        {
            "array" => new JsonArray(),
            "number" or "integer" => 0,
            "boolean" => false,
            "object" => new JsonObject(),
            _ => "",
        };
    }

    private static string Plain(string name)
    {
        var plain = new string([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
        return OtherNames.GetValueOrDefault(plain, plain);
    }
}
