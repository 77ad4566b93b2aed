using System.Text.Json.Nodes;

namespace StoryBeats.Fakes;

/// <summary>JSON as an answer.</summary>
internal static class FakeJson
{
    public static IResult Result(JsonNode node, int status = StatusCodes.Status200OK, string contentType = "application/json; charset=utf-8") =>
        Results.Text(node.ToJsonString(), contentType, statusCode: status);

    public static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);

    public static JsonArray Texts(IEnumerable<string> items) => new([.. items.Select(item => (JsonNode?)item)]);
}
