using System.Text.Json.Nodes;

namespace StoryBeats.Fakes.Models;

/// <summary>Errors as each model's service writes them.</summary>
internal static class ModelErrors
{
    public static JsonObject Of(FakeService service, int status, string message, string? code = null) => service switch
    {
        FakeService.Anthropic => Anthropic(status, message),
        FakeService.Ollama => new JsonObject { ["error"] = message },
        _ => OpenAI(status, message, code),
    };

    public static JsonObject OpenAI(int status, string message, string? code) => new()
    {
        ["error"] = new JsonObject
        {
            ["message"] = message,
            ["type"] = status switch { 429 => "requests", >= 500 => "server_error", _ => "invalid_request_error" },
            ["param"] = null,
            ["code"] = code ?? (status == 429 ? "rate_limit_exceeded" : null),
        },
    };

    private static JsonObject Anthropic(int status, string message) => new()
    {
        ["type"] = "error",
        ["error"] = new JsonObject
        {
            ["type"] = status switch
            {
                401 => "authentication_error",
                403 => "permission_error",
                404 => "not_found_error",
                413 => "request_too_large",
                429 => "rate_limit_error",
                504 => "timeout_error",
                529 => "overloaded_error",
                >= 500 => "api_error",
                _ => "invalid_request_error",
            },
            ["message"] = message,
        },
        ["request_id"] = "req_011CSHoEeqs5C35K2UUqR7Fy",
    };
}
