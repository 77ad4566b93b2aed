using Microsoft.Net.Http.Headers;

namespace StoryBeats.Server.Http;

/// <summary>The language that a visitor's browser asks for.</summary>
internal static class VisitorLanguageHeader
{
    /// <summary>The tag liked best, or null.</summary>
    public static string? Read(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var tags)
            ? tags.OrderByDescending(tag => tag.Quality ?? 1).Select(tag => tag.Value.Value).FirstOrDefault(tag => tag is not "*")
            : null;
}
