using System.Globalization;
using System.Text.Json.Nodes;

namespace StoryBeats.Fakes.Models;

/// <summary>OpenAI's chat completions, and every service that speaks like them: platform.openai.com, chat, streaming, errors, structured outputs.</summary>
internal sealed class OpenAIWire(FakeService service, string path) : ModelWire(service, path)
{
    public override string StreamType => "text/event-stream; charset=utf-8";

    public override string Overloaded => Data(ModelErrors.OpenAI(503, "The server is overloaded, try again later.", null));

    public override ModelQuestion Read(JsonObject body)
    {
        var systems = new List<string?>();
        var texts = new List<string?>();
        var images = new List<SeenImage>();
        foreach (var message in body.Member("messages").Items())
        {
            var side = message.Member("role").Text() is "system" or "developer" ? systems : texts;
            if (message.Member("content").Text() is { } text)
                side.Add(text);
            var before = true;
            foreach (var part in message.Member("content").Items())
            {
                if (part.Member("text").Text() is { } words)
                {
                    side.Add(words);
                    before = false;
                }

                if (part.Member("type").Text() == "image_url")
                    images.Add(Look(part.Member("image_url").Member("url").Text() ?? "", before));
            }
        }

        return new ModelQuestion
        {
            Model = body.Member("model").Text() ?? "",
            System = Joined(systems),
            Prompt = Joined(texts),
            Images = images,
            Schema = body.Member("response_format").Member("json_schema").Member("schema") as JsonObject,
            Streamed = body.Member("stream").Flag() ?? false,
            MaxTokens = body.Member("max_completion_tokens").Whole() ?? body.Member("max_tokens").Whole(),
        };
    }

    public override string? KeyOf(HttpRequest request) => RequestGate.Bearer(request);

    public override ModelComplaint WrongKey(string? key) => key is null
        ? new(StatusCodes.Status401Unauthorized, "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).")
        : new(StatusCodes.Status401Unauthorized, $"Incorrect API key provided: {key[..Math.Min(8, key.Length)]}***.", "invalid_api_key");

    public override ModelComplaint? Check(HttpRequest request, JsonObject body, ModelCall call, FakeModel model)
    {
        if (call.Model.Length == 0)
            return Invalid("you must provide a model parameter");
        if (body.Member("messages") is not JsonArray { Count: > 0 })
            return Invalid("Missing required parameter: 'messages'.", "missing_required_parameter");
        if (!model.Names.Contains(call.Model, StringComparer.Ordinal))
            return new ModelComplaint(StatusCodes.Status404NotFound, $"The model `{call.Model}` does not exist or you do not have access to it.", "model_not_found");
        if (Service == FakeService.OpenAI && Thinks(call.Model))
        {
            if (body.ContainsKey("max_tokens"))
                return Invalid("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "unsupported_parameter");
            if (body.Member("temperature") is JsonValue temperature && temperature.ToJsonString() is not ("1" or "1.0"))
                return Invalid("Unsupported value: 'temperature' does not support the value given with this model. Only the default (1) value is supported.", "unsupported_value");
        }

        return CheckFormat(body, call, model);
    }

    public override string Begin(ModelAnswer answer) => Chunk(answer, new JsonObject { ["role"] = "assistant", ["content"] = "", ["refusal"] = null }, null);

    public override string Piece(ModelAnswer answer, string letters) =>
        Chunk(answer, new JsonObject { [answer.End == ModelEnd.Refusal ? "refusal" : "content"] = letters }, null);

    public override string Finish(ModelAnswer answer)
    {
        var last = Chunk(answer, [], Reason(answer.End));
        if (Loose.Parse(answer.Call.Body).Member("stream_options").Member("include_usage").Flag() == true)
        {
            var usage = Common(answer, "chat.completion.chunk");
            usage["choices"] = new JsonArray();
            usage["usage"] = Usage(answer);
            last += Data(usage);
        }

        return last + "data: [DONE]\n\n";
    }

    public override JsonObject Whole(ModelAnswer answer)
    {
        var refused = answer.End == ModelEnd.Refusal;
        var whole = Common(answer, "chat.completion");
        whole["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = new JsonObject
            {
                ["role"] = "assistant",
                ["content"] = refused ? null : answer.Text,
                ["refusal"] = refused ? answer.Text : null,
                ["annotations"] = new JsonArray(),
            },
            ["logprobs"] = null,
            ["finish_reason"] = Reason(answer.End),
        });
        whole["usage"] = Usage(answer);
        return whole;
    }

    private static ModelComplaint Invalid(string message, string? code = null) => new(StatusCodes.Status400BadRequest, message, code);

    /// <summary>Models that think take no temperature and count their thoughts.</summary>
    private static bool Thinks(string model) =>
        model.StartsWith("gpt-5", StringComparison.Ordinal) || model.StartsWith("gpt-6", StringComparison.Ordinal) || model.StartsWith('o');

    private static ModelComplaint? CheckFormat(JsonObject body, ModelCall call, FakeModel model)
    {
        var type = body.Member("response_format").Member("type").Text();
        if (type is null or "text" or "json_object")
            return null;
        if (type != "json_schema")
            return Invalid($"Invalid value: '{type}'. Supported values are: 'json_object', 'json_schema', and 'text'.", "invalid_value");
        if (!model.TakesSchemas)
            return Invalid("This response_format type is unavailable now", "invalid_request_error");
        var format = body.Member("response_format").Member("json_schema");
        if (format.Member("name").Text() is not { Length: > 0 } name)
            return Invalid("Missing required parameter: 'response_format.json_schema.name'.", "missing_required_parameter");
        return call.Schema is { } schema && format.Member("strict").Flag() == true && SchemaRules.OpenAIProblem(schema) is { } problem
            ? Invalid($"Invalid schema for response_format '{name}': {problem}")
            : null;
    }

    private static SeenImage Look(string url, bool before)
    {
        const string data = "data:", base64 = ";base64,";
        var comma = url.IndexOf(base64, StringComparison.Ordinal);
        return url.StartsWith(data, StringComparison.Ordinal) && comma > 0
            ? ImageCheck.Look(url[data.Length..comma], url[(comma + base64.Length)..], before)
            : ImageCheck.Look("an address", url, before);
    }

    private static string Reason(ModelEnd end) => end switch
    {
        ModelEnd.Length => "length",
        ModelEnd.ContentFilter => "content_filter",
        _ => "stop",
    };

    private static JsonObject Usage(ModelAnswer answer) => new()
    {
        ["prompt_tokens"] = answer.InputTokens,
        ["completion_tokens"] = answer.OutputTokens,
        ["total_tokens"] = answer.InputTokens + answer.OutputTokens,
    };

    private static JsonObject Common(ModelAnswer answer, string type) => new()
    {
        ["id"] = "chatcmpl-" + answer.Number.ToString("x24", CultureInfo.InvariantCulture),
        ["object"] = type,
        ["created"] = answer.At.ToUnixTimeSeconds(),
        ["model"] = answer.Call.Model,
        ["system_fingerprint"] = "fp_44709d6fcb",
    };

    private static string Chunk(ModelAnswer answer, JsonObject delta, string? reason)
    {
        var chunk = Common(answer, "chat.completion.chunk");
        chunk["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = reason });
        return Data(chunk);
    }

    private static string Data(JsonObject data) => $"data: {data.ToJsonString()}\n\n";
}
