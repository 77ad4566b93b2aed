using Microsoft.AspNetCore.Diagnostics;
using StoryBeats.Outages;
using StoryBeats.Photos;

namespace StoryBeats.Server.Http;

/// <summary>Maps faults once: a request that cannot be read is the client's, a client that went away is nobody's, a database that does not answer is a 503, the rest is a bug.</summary>
internal sealed class ApiExceptionHandler : IExceptionHandler
{
    private const string DatabaseAway = "database_away";
    private const string NoDatabase = "The database does not answer just now. Try again in a moment.";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        if (StorageAwayException.IsOfStorage(exception))
        {
            await ApiErrors.Unavailable(httpContext, NoDatabase, TimeSpan.FromSeconds(5), DatabaseAway).ExecuteAsync(httpContext);
            return true;
        }

        var (status, sentence, code) = exception switch
        {
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                (StatusCodes.Status413PayloadTooLarge, PhotoForm.TooLarge(httpContext), ApiErrors.CodeOf(PhotoProblem.FileTooLarge)),
            BadHttpRequestException bad => (bad.StatusCode, "The request cannot be read. The API is described at /docs.", null),
            _ => Describe(exception),
        };
        httpContext.Response.StatusCode = status;
        await ApiErrors.Result(httpContext, status, sentence, code).ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>What is said of a fault of ours.</summary>
    public static (int Status, string Sentence, string? Code) Describe(Exception fault) => StorageAwayException.IsOfStorage(fault)
        ? (StatusCodes.Status503ServiceUnavailable, NoDatabase, DatabaseAway)
        : (StatusCodes.Status500InternalServerError, "Something went wrong here. Try again; if it stays, tell us what you sent.", null);
}
