using System.Text.Json;
using System.Text.Json.Nodes;

namespace StoryBeats.Fakes.Models;

/// <summary>What a body asks, as far as it can be made out.</summary>
internal sealed record ModelQuestion
{
    public string Model { get; init; } = "";

    public string System { get; init; } = "";

    public string Prompt { get; init; } = "";

    public IReadOnlyList<SeenImage> Images { get; init; } = [];

    public JsonObject? Schema { get; init; }

    public bool Streamed { get; init; }

    public int? MaxTokens { get; init; }
}

/// <summary>A question on its way to its answer.</summary>
/// <param name="Call">What was recorded.</param>
/// <param name="Body">The body, or null where it is no JSON object.</param>
internal sealed record ModelVisit(ModelCall Call, JsonObject? Body);

/// <summary>Why a request is refused, in the service's own words.</summary>
/// <param name="Status">The status.</param>
/// <param name="Message">The sentence.</param>
/// <param name="Code">OpenAI's code, or null.</param>
internal sealed record ModelComplaint(int Status, string Message, string? Code = null);

/// <summary>What is answered.</summary>
/// <param name="Call">The question.</param>
/// <param name="Text">What the model says, up to where it stops.</param>
/// <param name="End">Why it stops.</param>
/// <param name="Number">Counts up, for ids.</param>
/// <param name="At">When.</param>
internal sealed record ModelAnswer(ModelCall Call, string Text, ModelEnd End, long Number, DateTimeOffset At)
{
    // A token is some four letters; a picture costs its pixels over 750: platform.claude.com, vision.
    private const int LettersPerToken = 4;
    private const int PixelsPerToken = 750;

    public int InputTokens => ((Call.System.Length + Call.Prompt.Length) / LettersPerToken) + Call.Images.Sum(image => image.Width * image.Height / PixelsPerToken) + 1;

    public int OutputTokens => TokensOf(Text);

    public static int TokensOf(string text) => (text.Length + LettersPerToken - 1) / LettersPerToken;

    public static int LettersOf(int tokens) => (int)Math.Min(int.MaxValue, (long)tokens * LettersPerToken);
}

/// <summary>Reads JSON that may hold anything.</summary>
internal static class Loose
{
    public static JsonNode? Member(this JsonNode? node, string name) => node is JsonObject members && members.TryGetPropertyValue(name, out var value) ? value : null;

    public static IEnumerable<JsonNode?> Items(this JsonNode? node) => node as JsonArray ?? [];

    public static string? Text(this JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static bool? Flag(this JsonNode? node) => node is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? node!.GetValue<bool>() : null;

    public static int? Whole(this JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<int>(out var number) ? number : null;

    public static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
