using System.Text.Json.Nodes;

namespace StoryBeats.Fakes.Models;

/// <summary>The models' endpoints.</summary>
internal static class ModelApis
{
    public static IReadOnlyList<ModelWire> Wires { get; } =
    [
        new AnthropicWire(),
        new OpenAIWire(FakeService.OpenAI, "/openai/v1/chat/completions"),
        new OpenAIWire(FakeService.Compatible, "/compatible/v1/chat/completions"),
        new OllamaWire(),
    ];

    public static void MapModels(this IEndpointRouteBuilder app, FakeSettings settings)
    {
        foreach (var wire in Wires)
            app.MapPost(wire.Path, new ModelEndpoint(settings, wire).InvokeAsync);

        MapList(app, settings, Wires[0], "/anthropic/v1/models", AnthropicModels);
        MapList(app, settings, Wires[1], "/openai/v1/models", OpenAIModels);
        MapList(app, settings, Wires[2], "/compatible/v1/models", OpenAIModels);
        MapList(app, settings, Wires[3], "/ollama/api/tags", OllamaModels);
        app.MapGet("/ollama/api/version", () => FakeJson.Result(new JsonObject { ["version"] = "0.13.5" }));
        app.MapGet("/ollama/", () => Results.Text("Ollama is running"));
    }

    private static void MapList(IEndpointRouteBuilder app, FakeSettings settings, ModelWire wire, string path, Func<IReadOnlyList<string>, JsonObject> shape) =>
        app.MapGet(path, (HttpRequest request) =>
        {
            var model = settings.Models[wire.Service];
            if (model.ApiKey is not { } right || wire.KeyOf(request) is var key && key == right)
                return FakeJson.Result(shape(model.Names));
            var complaint = wire.WrongKey(wire.KeyOf(request));
            return FakeJson.Result(ModelErrors.Of(wire.Service, complaint.Status, complaint.Message, complaint.Code), complaint.Status);
        });

    private static JsonObject AnthropicModels(IReadOnlyList<string> names) => new()
    {
        ["data"] = FakeJson.Array(names.Select(name => (JsonNode?)new JsonObject
        {
            ["type"] = "model",
            ["id"] = name,
            ["display_name"] = name,
            ["created_at"] = "2026-08-01T00:00:00Z",
        })),
        ["has_more"] = false,
        ["first_id"] = names is [var first, ..] ? first : null,
        ["last_id"] = names is [.., var last] ? last : null,
    };

    private static JsonObject OpenAIModels(IReadOnlyList<string> names) => new()
    {
        ["object"] = "list",
        ["data"] = FakeJson.Array(names.Select(name => (JsonNode?)new JsonObject { ["id"] = name, ["object"] = "model", ["created"] = 1_785_542_400, ["owned_by"] = "system" })),
    };

    private static JsonObject OllamaModels(IReadOnlyList<string> names) => new()
    {
        ["models"] = FakeJson.Array(names.Select(name => (JsonNode?)new JsonObject
        {
            ["name"] = name,
            ["model"] = name,
            ["modified_at"] = "2026-11-01T08:00:00.000000000Z",
            ["size"] = 3_338_801_804,
            ["digest"] = "a2af6cc3eb7fa8be8504abaf9b04e88f17a119ec3f04a3addf55f92841195f5a",
            ["details"] = new JsonObject { ["format"] = "gguf", ["family"] = "gemma", ["families"] = FakeJson.Texts(["gemma"]), ["parameter_size"] = "4.3B", ["quantization_level"] = "Q4_K_M" },
        })),
    };
}
