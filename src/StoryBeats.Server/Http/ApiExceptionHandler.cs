using Microsoft.AspNetCore.Diagnostics;

namespace StoryBeats.Server.Http;

/// <summary>Maps faults once: a request that cannot be read is the client's, a client that went away is nobody's, the rest is a bug.</summary>
internal sealed class ApiExceptionHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var (status, sentence) = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (StatusCodes.Status413PayloadTooLarge, PhotoForm.TooLarge(httpContext)),
            BadHttpRequestException bad => (bad.StatusCode, "The request cannot be read. The API is described at /docs."),
            _ => (StatusCodes.Status500InternalServerError, "Something went wrong here. Try again; if it stays, tell us what you sent."),
        };
        httpContext.Response.StatusCode = status;
        await ApiErrors.WriteAsync(httpContext, status, sentence);
        return true;
    }
}
