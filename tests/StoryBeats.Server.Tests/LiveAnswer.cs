using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace StoryBeats.Server.Tests;

/// <summary>One event of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Data">Its data.</param>
internal sealed record LiveEvent(string Name, JsonElement Data)
{
    public bool IsDraft => Data.GetProperty("draft").GetBoolean();

    public string SessionId => Data.GetProperty("session_id").GetString()!;

    public JsonElement Analysis => Data.GetProperty("analysis");

    public IReadOnlyList<string> SongIds => [.. Data.GetProperty("songs").EnumerateArray().Select(song => song.GetProperty("id").GetString()!)];

    /// <summary>The name, and whether it is a draft.</summary>
    public string Stage => Data.TryGetProperty("draft", out var draft) ? $"{Name} {(draft.GetBoolean() ? "draft" : "final")}" : Name;
}

/// <summary>An answer read while it is still being written.</summary>
internal sealed class LiveAnswer : IAsyncDisposable
{
    // Not how fast it should be: only that it ends.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client;
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private LiveAnswer(HttpClient client, HttpResponseMessage response, Stream body)
    {
        (_client, _response) = (client, response);
        _events = SseParser.Create(body).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    public HttpResponseMessage Response => _response;

    public static async Task<LiveAnswer> AskAsync(RunningServer server, Form form)
    {
        var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = server.Address };
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/recommendations") { Content = new ByteArrayContent(form.ToBytes()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", form.ContentType);
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        using (request)
        {
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
            return new LiveAnswer(client, response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        }
    }

    /// <summary>The next event.</summary>
    public async Task<LiveEvent> NextAsync() => await TryNextAsync() ?? throw new InvalidOperationException("The answer has ended.");

    /// <summary>All events that are still to come.</summary>
    public async Task<IReadOnlyList<LiveEvent>> RestAsync()
    {
        var rest = new List<LiveEvent>();
        while (await TryNextAsync() is { } next)
            rest.Add(next);
        return rest;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<LiveEvent?> TryNextAsync()
    {
        if (!await _events.MoveNextAsync().AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken))
            return null;
        using var data = JsonDocument.Parse(_events.Current.Data);
        return new LiveEvent(_events.Current.EventType, data.RootElement.Clone());
    }
}
