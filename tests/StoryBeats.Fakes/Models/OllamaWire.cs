using System.Globalization;
using System.Text.Json.Nodes;

namespace StoryBeats.Fakes.Models;

/// <summary>Ollama's chat API: docs.ollama.com, api/chat.</summary>
internal sealed class OllamaWire() : ModelWire(FakeService.Ollama, "/ollama/api/chat")
{
    public override string StreamType => "application/x-ndjson";

    public override string Overloaded => new JsonObject { ["error"] = "an error was encountered while running the model: unexpected EOF" }.ToJsonString() + "\n";

    public override ModelQuestion Read(JsonObject body)
    {
        var messages = body.Member("messages").Items().ToList();
        return new ModelQuestion
        {
            Model = body.Member("model").Text() ?? "",
            System = Joined(messages.Where(IsSystem).Select(message => message.Member("content").Text())),
            Prompt = Joined(messages.Where(message => !IsSystem(message)).Select(message => message.Member("content").Text())),
            Images = [.. ImagesOf(messages)],
            Schema = body.Member("format") as JsonObject,
            Streamed = body.Member("stream").Flag() ?? true,
            MaxTokens = body.Member("options").Member("num_predict").Whole() is > 0 and var most ? most : null,
        };
    }

    public override string? KeyOf(HttpRequest request) => RequestGate.Bearer(request);

    public override ModelComplaint WrongKey(string? key) => new(StatusCodes.Status401Unauthorized, "unauthorized");

    public override ModelComplaint? Check(HttpRequest request, JsonObject body, ModelCall call, FakeModel model)
    {
        if (call.Model.Length == 0)
            return new ModelComplaint(StatusCodes.Status400BadRequest, "model is required");
        var name = call.Model.Contains(':', StringComparison.Ordinal) ? call.Model : call.Model + ":latest";
        if (!model.Names.Contains(name, StringComparer.Ordinal))
            return new ModelComplaint(StatusCodes.Status404NotFound, $"model '{call.Model}' not found");
        if (body.Member("format") is { } format && format is not JsonObject && format.Text() is not ("json" or ""))
            return new ModelComplaint(StatusCodes.Status400BadRequest, "invalid format: expected \"json\" or a JSON schema");
        return call.Schema is not null && !model.TakesSchemas ? new ModelComplaint(StatusCodes.Status400BadRequest, "format: json schema is not supported") : null;
    }

    public override string Begin(ModelAnswer answer) => "";

    public override string Piece(ModelAnswer answer, string letters) => Line(Part(answer, letters, done: false));

    public override string Finish(ModelAnswer answer) => Line(Done(answer, ""));

    public override JsonObject Whole(ModelAnswer answer) => Done(answer, answer.Text);

    /// <summary>Images stand beside the text, and are always put before it. Where none are with the first words, they come after.</summary>
    private static IEnumerable<SeenImage> ImagesOf(List<JsonNode?> messages)
    {
        var before = true;
        foreach (var message in messages.Where(message => !IsSystem(message)))
        {
            foreach (var image in message.Member("images").Items())
                yield return ImageCheck.Look("", image.Text() ?? "", before);
            before &= message.Member("content").Text() is null or "";
        }
    }

    private static bool IsSystem(JsonNode? message) => message.Member("role").Text() == "system";

    private static JsonObject Part(ModelAnswer answer, string letters, bool done) => new()
    {
        ["model"] = answer.Call.Model,
        ["created_at"] = answer.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
        ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = letters },
        ["done"] = done,
    };

    private static JsonObject Done(ModelAnswer answer, string letters)
    {
        // A token takes some 20 ms on a small machine; counts and times are whole numbers of nanoseconds.
        const long perToken = 20_000_000, load = 40_000_000, prompt = 150_000_000;
        var done = Part(answer, letters, done: true);
        done["done_reason"] = answer.End == ModelEnd.Length ? "length" : "stop";
        done["total_duration"] = load + prompt + (perToken * answer.OutputTokens);
        done["load_duration"] = load;
        done["prompt_eval_count"] = answer.InputTokens;
        done["prompt_eval_duration"] = prompt;
        done["eval_count"] = answer.OutputTokens;
        done["eval_duration"] = perToken * answer.OutputTokens;
        return done;
    }

    private static string Line(JsonObject data) => data.ToJsonString() + "\n";
}
