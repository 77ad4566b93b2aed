using Microsoft.Net.Http.Headers;

namespace StoryBeats.Server.Http;

/// <summary>An answer in stages, as server-sent events.</summary>
internal static class EventStream
{
    public const string MediaType = "text/event-stream";

    /// <summary>Whether the client likes events better than one JSON object; of two that it likes alike, the first it names.</summary>
    public static bool IsPreferred(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)
        && types.Where(type => type.Quality is not 0).OrderByDescending(type => type.Quality ?? 1).FirstOrDefault(IsEitherOf) is { } first
        && IsEvents(first);

    /// <summary>Lets nobody on the way hold an event back or keep it.</summary>
    public static void Prepare(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        // nginx and its like.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private static bool IsEitherOf(MediaTypeHeaderValue type) =>
        IsEvents(type) || type.MatchesAllTypes || type.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase)
        || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);

    private static bool IsEvents(MediaTypeHeaderValue type) => type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase);
}
