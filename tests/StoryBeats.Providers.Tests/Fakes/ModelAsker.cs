using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NetVips;
using StoryBeats.Fakes;

namespace StoryBeats.Providers.Tests.Fakes;

/// <summary>What a model's service answered.</summary>
internal sealed record ModelReply(HttpStatusCode Status, string Body, string ContentType, string? RetryAfter)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>The data of a stream of events, as JSON where it is.</summary>
    public IReadOnlyList<(string? Event, JsonNode? Data)> Events => [.. Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(block =>
    {
        var lines = block.Split('\n');
        var data = lines.Single(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..];
        return (Array.Find(lines, line => line.StartsWith("event: ", StringComparison.Ordinal))?[7..], data.StartsWith('{') ? JsonNode.Parse(data) : null);
    })];

    /// <summary>The documents of a stream of lines.</summary>
    public IReadOnlyList<JsonNode> Lines => [.. Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
}

/// <summary>Asks models as plainly as can be.</summary>
internal sealed class ModelAsker(FakeServices fakes) : IDisposable
{
    public const string Schema = """
        {"type":"object","properties":{"mood":{"type":"string"},"cultural_vibe":{"type":"string","enum":["indian","western","global","fusion"]},"energy":{"type":"number"},"tempo":{"type":"number"},"themes":{"type":"array","items":{"type":"string"}}},"required":["mood","cultural_vibe","energy","tempo","themes"],"additionalProperties":false}
        """;

    public const string OrderSchema = """
        {"type":"object","properties":{"reason":{"type":"string"},"order":{"type":"array","items":{"type":"object","properties":{"song":{"type":"integer"},"confidence":{"type":"number"}},"required":["song","confidence"],"additionalProperties":false}}},"required":["reason","order"],"additionalProperties":false}
        """;

    private readonly HttpClient _http = new(new SocketsHttpHandler()) { BaseAddress = fakes.Address };

    /// <summary>A JPEG without metadata, from one colour above to another below.</summary>
    public static byte[] Jpeg(int width = 640, int height = 480, double[]? above = null, double[]? below = null)
    {
        using var share = Image.Xyz(width, height)[1] / height;
        using var light = ((1 - share) * (above ?? [60, 80, 160])) + (share * (below ?? [245, 150, 90]));
        using var photo = light.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        return photo.JpegsaveBuffer(q: 85, keep: Enums.ForeignKeep.None);
    }

    /// <summary>A question to Anthropic; what is to differ is changed.</summary>
    public static JsonObject Anthropic(byte[]? jpeg = null, string text = "Read it.", bool stream = false, string? schema = Schema)
    {
        var body = new JsonObject
        {
            ["model"] = "claude-haiku-5-5",
            ["max_tokens"] = 800,
            ["system"] = "You look at photos.",
            ["stream"] = stream,
            ["messages"] = new JsonArray(new JsonObject
            {
                ["role"] = "user",
                ["content"] = new JsonArray(
                    new JsonObject { ["type"] = "image", ["source"] = new JsonObject { ["type"] = "base64", ["media_type"] = "image/jpeg", ["data"] = Convert.ToBase64String(jpeg ?? Jpeg()) } },
                    new JsonObject { ["type"] = "text", ["text"] = text }),
            }),
        };
        if (schema is not null)
            body["output_config"] = new JsonObject { ["format"] = new JsonObject { ["type"] = "json_schema", ["schema"] = JsonNode.Parse(schema) } };
        return body;
    }

    /// <summary>A question to a service that speaks as OpenAI does.</summary>
    public static JsonObject OpenAI(string model = "gpt-6-luna", bool stream = false, string? schema = Schema)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["max_completion_tokens"] = 800,
            ["stream"] = stream,
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = "You look at photos." },
                new JsonObject
                {
                    ["role"] = "user",
                    ["content"] = new JsonArray(
                        new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = "data:image/jpeg;base64," + Convert.ToBase64String(Jpeg()) } },
                        new JsonObject { ["type"] = "text", ["text"] = "Read it." }),
                }),
        };
        if (stream)
            body["stream_options"] = new JsonObject { ["include_usage"] = true };
        if (schema is not null)
            body["response_format"] = new JsonObject { ["type"] = "json_schema", ["json_schema"] = new JsonObject { ["name"] = "vibe", ["strict"] = true, ["schema"] = JsonNode.Parse(schema) } };
        return body;
    }

    /// <summary>A question to Ollama.</summary>
    public static JsonObject Ollama(string model = "gemma4:4b", bool? stream = null)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["format"] = JsonNode.Parse(Schema),
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Read it.", ["images"] = new JsonArray(Convert.ToBase64String(Jpeg())) }),
        };
        if (stream is { } asked)
            body["stream"] = asked;
        return body;
    }

    public Task<ModelReply> AnthropicAsync(JsonObject body, string? key = "", string? version = "2023-06-01") => SendAsync("anthropic/v1/messages", body, request =>
    {
        if (key is not null)
            request.Headers.Add("x-api-key", key.Length > 0 ? key : fakes.Settings.Models[FakeService.Anthropic].ApiKey);
        if (version is not null)
            request.Headers.Add("anthropic-version", version);
    });

    public Task<ModelReply> OpenAIAsync(JsonObject body, string? key = "") => SendAsync("openai/v1/chat/completions", body, request =>
    {
        if (key is not null)
            request.Headers.Add("Authorization", "Bearer " + (key.Length > 0 ? key : fakes.Settings.Models[FakeService.OpenAI].ApiKey));
    });

    public Task<ModelReply> CompatibleAsync(JsonObject body) => SendAsync("compatible/v1/chat/completions", body);

    public Task<ModelReply> OllamaAsync(JsonObject body) => SendAsync("ollama/api/chat", body);

    public async Task<JsonNode> ListAsync(string path) => JsonNode.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken))!;

    public void Dispose() => _http.Dispose();

    private async Task<ModelReply> SendAsync(string path, JsonObject body, Action<HttpRequestMessage>? dress = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        dress?.Invoke(request);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new ModelReply(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Content.Headers.ContentType?.MediaType ?? "",
            response.Headers.TryGetValues("Retry-After", out var wait) ? wait.Single() : null);
    }
}
