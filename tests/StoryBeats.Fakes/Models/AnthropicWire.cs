using System.Globalization;
using System.Text.Json.Nodes;

namespace StoryBeats.Fakes.Models;

/// <summary>Anthropic's Messages API: platform.claude.com, messages, streaming, errors, structured outputs.</summary>
internal sealed class AnthropicWire() : ModelWire(FakeService.Anthropic, "/anthropic/v1/messages")
{
    private static readonly string[] Versions = ["2023-06-01", "2026-10-21"];
    private static readonly string[] Sampling = ["temperature", "top_p", "top_k"];

    public override string StreamType => "text/event-stream; charset=utf-8";

    public override string Overloaded => Event("error", new JsonObject { ["error"] = new JsonObject { ["type"] = "overloaded_error", ["message"] = "Overloaded" } });

    public override ModelQuestion Read(JsonObject body)
    {
        var blocks = new List<JsonNode?>();
        var texts = new List<string?>();
        var images = new List<SeenImage>();
        foreach (var message in body.Member("messages").Items())
        {
            if (message.Member("content").Text() is { } text)
                texts.Add(text);
            var before = true;
            foreach (var block in message.Member("content").Items())
            {
                blocks.Add(block);
                if (block.Member("text").Text() is { } words)
                {
                    texts.Add(words);
                    before = false;
                }

                if (block.Member("type").Text() == "image")
                    images.Add(ImageCheck.Look(block.Member("source").Member("media_type").Text() ?? "none", block.Member("source").Member("data").Text() ?? "", before));
            }
        }

        return new ModelQuestion
        {
            Model = body.Member("model").Text() ?? "",
            System = body.Member("system").Text() ?? Joined(body.Member("system").Items().Select(block => block.Member("text").Text())),
            Prompt = Joined(texts),
            Images = images,
            Schema = Format(body).Member("schema") as JsonObject,
            Streamed = body.Member("stream").Flag() ?? false,
            MaxTokens = body.Member("max_tokens").Whole(),
        };
    }

    /// <summary>In x-api-key, or as a bearer token as the SDK 13.14 sends it.</summary>
    public override string? KeyOf(HttpRequest request) => request.Headers.TryGetValue("x-api-key", out var key) ? key.ToString() : RequestGate.Bearer(request);

    public override ModelComplaint WrongKey(string? key) => new(StatusCodes.Status401Unauthorized, key is null ? "x-api-key header is required" : "invalid x-api-key");

    public override ModelComplaint? Check(HttpRequest request, JsonObject body, ModelCall call, FakeModel model)
    {
        if (request.Headers["anthropic-version"].Count == 0)
            return Invalid("anthropic-version: header is required");
        var version = request.Headers["anthropic-version"].ToString();
        if (!Versions.Contains(version, StringComparer.Ordinal))
            return Invalid($"anthropic-version: \"{version}\" is not a valid version");
        // platform.claude.com, versions: what chooses among words is gone since 2026-10-21.
        if (version == Versions[^1] && Array.Find(Sampling, body.ContainsKey) is { } gone)
            return Invalid($"{gone}: Extra inputs are not permitted");
        if (call.Model.Length == 0)
            return Invalid("model: Field required");
        if (call.MaxTokens is not > 0)
            return Invalid(body.ContainsKey("max_tokens") ? "max_tokens: Input should be greater than or equal to 1" : "max_tokens: Field required");
        if (body.Member("messages") is not JsonArray { Count: > 0 })
            return Invalid("messages: at least one message is required");
        if (!model.Names.Contains(call.Model, StringComparer.Ordinal))
            return new ModelComplaint(StatusCodes.Status404NotFound, $"model: {call.Model}");
        if (Format(body) is not null && (!model.TakesSchemas || call.Schema is null))
            return Invalid(model.TakesSchemas ? "output_config.format.schema: Field required" : $"'{call.Model}' does not support output format.");
        return call.Schema is { } schema && SchemaRules.AnthropicProblem(schema) is { } problem ? Invalid("output_config.format.schema: " + problem) : null;
    }

    public override string Begin(ModelAnswer answer)
    {
        var message = Message(answer, [], null, outputTokens: 1);
        return Event("message_start", new JsonObject { ["message"] = message })
            + Event("content_block_start", new JsonObject { ["index"] = 0, ["content_block"] = Block("") })
            + Event("ping", []);
    }

    public override string Piece(ModelAnswer answer, string letters) =>
        Event("content_block_delta", new JsonObject { ["index"] = 0, ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = letters } });

    public override string Finish(ModelAnswer answer) =>
        Event("content_block_stop", new JsonObject { ["index"] = 0 })
        + Event("message_delta", new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = Reason(answer.End), ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = answer.OutputTokens },
        })
        + Event("message_stop", []);

    public override JsonObject Whole(ModelAnswer answer) => Message(answer, [Block(answer.Text)], Reason(answer.End), answer.OutputTokens);

    private static ModelComplaint Invalid(string message) => new(StatusCodes.Status400BadRequest, message);

    private static JsonNode? Format(JsonObject body) => body.Member("output_config").Member("format") ?? body.Member("output_format");

    private static JsonObject Block(string text) => new() { ["type"] = "text", ["text"] = text };

    private static JsonObject Message(ModelAnswer answer, JsonArray content, string? reason, int outputTokens) => new()
    {
        ["id"] = "msg_01" + answer.Number.ToString("x22", CultureInfo.InvariantCulture),
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = answer.Call.Model,
        ["content"] = content,
        ["stop_reason"] = reason,
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = answer.InputTokens,
            ["cache_creation_input_tokens"] = 0,
            ["cache_read_input_tokens"] = 0,
            ["output_tokens"] = outputTokens,
            ["service_tier"] = "standard",
        },
    };

    private static string Reason(ModelEnd end) => end switch
    {
        ModelEnd.Length => "max_tokens",
        ModelEnd.Refusal or ModelEnd.ContentFilter => "refusal",
        _ => "end_turn",
    };

    private static string Event(string type, JsonObject data)
    {
        data.Insert(0, "type", type);
        return $"event: {type}\ndata: {data.ToJsonString()}\n\n";
    }
}
