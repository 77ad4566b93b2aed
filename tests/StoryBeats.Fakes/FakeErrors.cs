using System.Text.Json.Nodes;
using StoryBeats.Fakes.Models;

namespace StoryBeats.Fakes;

/// <summary>Errors in each service's own shape.</summary>
internal static class FakeErrors
{
    public static IResult Of(FakeService service, int status, string message) => service switch
    {
        FakeService.Spotify => Spotify(status, message),
        FakeService.SpotifyAccounts => Accounts(status, "server_error", message),
        FakeService.ReccoBeats => FakeJson.Result(new JsonObject { ["timestamp"] = "2026-11-25T00:00:00Z", ["error"] = message, ["status"] = status }, status),
        _ when FakeModels.Has(service) => FakeJson.Result(ModelErrors.Of(service, status, message), status),
        _ => Results.Text(message, "text/plain", statusCode: status),
    };

    public static IResult Spotify(int status, string message) =>
        FakeJson.Result(new JsonObject { ["error"] = new JsonObject { ["status"] = status, ["message"] = message } }, status);

    public static IResult Accounts(int status, string error, string description) =>
        FakeJson.Result(new JsonObject { ["error"] = error, ["error_description"] = description }, status);

    /// <summary>Deezer answers 200 and says in the body what is wrong.</summary>
    public static IResult Deezer(string type, string message, int code) =>
        FakeJson.Result(new JsonObject { ["error"] = new JsonObject { ["type"] = type, ["message"] = message, ["code"] = code } });
}
