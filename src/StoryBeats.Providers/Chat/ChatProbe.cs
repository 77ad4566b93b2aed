using System.Text.Json;

namespace StoryBeats.Providers.Chat;

/// <summary>Asks a service of models which it has: costs nothing, and shows whether key, address and model are right.</summary>
public sealed class ChatProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ChatSetup _setup;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    internal ChatProbe(string name, ChatSetup setup, HttpClient http, TimeProvider time)
    {
        Name = name;
        _setup = setup;
        _http = http;
        _time = time;
    }

    /// <summary>The reader's name.</summary>
    public string Name { get; }

    /// <summary>Asks.</summary>
    /// <returns>Whether photos can be read with it, and how it is in a sentence.</returns>
    public async Task<(bool Works, string Says)> AskAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var models = await ModelsAsync(either.Token);
            return models.Any(IsOurs)
                ? (true, $"answers, and has {_setup.Model}")
                : (false, $"answers, but does not list {_setup.Model}{Others(models)}. Check {_setup.Section}__Model.");
        }
        catch (ChatStatusException fault)
        {
            return (false, $"{fault.Says}. Check {_setup.Section}__ApiKey and {_setup.Section}__BaseAddress.");
        }
        catch (JsonException)
        {
            return (false, $"answers with something else than a list of models. Check {_setup.Section}__BaseAddress.");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (false, $"cannot be reached. Check the network and {_setup.Section}__BaseAddress.");
        }
    }

    private async Task<List<string>> ModelsAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _setup.Models);
        foreach (var (name, value) in _setup.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var json = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        // OpenAI's and Anthropic's "data" of "id", Ollama's "models" of "name".
        if (json.RootElement.ValueKind is not JsonValueKind.Object
            || !(json.RootElement.TryGetProperty("data", out var list) || json.RootElement.TryGetProperty("models", out list))
            || list.ValueKind is not JsonValueKind.Array)
        {
            throw new JsonException("There is no list of models in it.");
        }

        return [.. list.EnumerateArray().Select(NameOf).OfType<string>()];
    }

    private static string? NameOf(JsonElement model) =>
        model.ValueKind is JsonValueKind.Object
        && (model.TryGetProperty("id", out var name) || model.TryGetProperty("name", out name))
        && name.ValueKind is JsonValueKind.String
            ? name.GetString()
            : null;

    // Gemini lists "models/…", Ollama "…:latest", Anthropic dated names of the same.
    private bool IsOurs(string listed) =>
        listed.Equals(_setup.Model, StringComparison.OrdinalIgnoreCase)
        || listed.EndsWith("/" + _setup.Model, StringComparison.OrdinalIgnoreCase)
        || listed.Equals(_setup.Model + ":latest", StringComparison.OrdinalIgnoreCase)
        || (listed.StartsWith(_setup.Model + "-", StringComparison.OrdinalIgnoreCase) && listed[(_setup.Model.Length + 1)..].All(char.IsAsciiDigit));

    private static string Others(List<string> models) => models.Count == 0
        ? ""
        : $" (it has {string.Join(", ", models.Take(5).Select(model => SaidText.Line(model, 60)))}{(models.Count > 5 ? ", …" : "")})";
}
