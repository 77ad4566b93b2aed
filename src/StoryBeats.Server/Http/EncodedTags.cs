namespace StoryBeats.Server.Http;

/// <summary>Gives a file that was compressed an entity tag of its own: its bytes are other ones (RFC 9110, section 8.8.3).</summary>
internal sealed class EncodedTags(RequestDelegate next)
{
    private static readonly string[] Codings = ["br", "gzip"];

    public Task InvokeAsync(HttpContext context)
    {
        var known = Array.Find(Codings, coding => context.Request.Headers.IfNoneMatch.ToString().EndsWith($"-{coding}\"", StringComparison.Ordinal));
        if (known is not null)
            context.Request.Headers.IfNoneMatch = context.Request.Headers.IfNoneMatch.ToString().Replace($"-{known}\"", "\"", StringComparison.Ordinal);

        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            var unchanged = context.Response.StatusCode is StatusCodes.Status304NotModified;
            if ((unchanged ? known : headers.ContentEncoding.ToString()) is { Length: > 0 } coding && headers.ETag.ToString() is { Length: > 2 } tag)
                headers.ETag = $"{tag[..^1]}-{coding}\"";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
