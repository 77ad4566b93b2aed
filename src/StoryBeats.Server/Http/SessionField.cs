using System.Buffers;
using StoryBeats.Sessions;

namespace StoryBeats.Server.Http;

/// <summary>Reads the id of a session: what no server can have made is unknown, without asking the store.</summary>
internal static class SessionField
{
    /// <summary>What is said of a session that is not there.</summary>
    public const string Unknown = "This session is unknown or has expired. Send the photo again.";

    /// <summary>What is said of a session of which nothing is kept, or not any more.</summary>
    public const string NothingKept = "Nothing is kept of this session.";

    /// <summary>The code of both.</summary>
    public const string UnknownCode = "session_unknown";

    private const int Length = 22;
    private static readonly SearchValues<char> Base64Url = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The session of a field <c>session_id</c>, or the answer for what is wrong with it.</summary>
    public static (SessionId? Session, IResult? Error) Read(HttpContext context, string? text) =>
        string.IsNullOrWhiteSpace(text)
            ? (null, ApiErrors.Result(context, StatusCodes.Status400BadRequest, "session_id is missing. It comes with the answer to the photo."))
            : Parse(text) is { } session ? (session, null) : (null, NotFound(context));

    /// <summary>The session of an address, or null when it cannot be one.</summary>
    public static SessionId? Parse(string text) =>
        text.Length == Length && !text.AsSpan().ContainsAnyExcept(Base64Url) ? new SessionId(text) : null;

    /// <summary>404.</summary>
    public static IResult NotFound(HttpContext context) => ApiErrors.Result(context, StatusCodes.Status404NotFound, Unknown, UnknownCode);

    /// <summary>404 where what is kept was asked for.</summary>
    public static IResult NothingFound(HttpContext context) => ApiErrors.Result(context, StatusCodes.Status404NotFound, NothingKept, UnknownCode);
}
