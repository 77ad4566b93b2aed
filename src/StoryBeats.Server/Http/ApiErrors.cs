using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using StoryBeats.Photos;
using StoryBeats.Server.Wire;

namespace StoryBeats.Server.Http;

/// <summary>Every error as a sentence: problem+json for v2 and whoever asks for it, v1's shape at v1's edge.</summary>
internal static class ApiErrors
{
    /// <summary>What is said when too many photos are under way.</summary>
    public const string BusySentence = "Too many photos are being looked at just now. Send yours again in a few seconds.";

    /// <summary>Its code.</summary>
    public const string BusyCode = "busy";

    private const string ProblemJson = "application/problem+json";

    private static readonly TimeSpan WhenBusy = TimeSpan.FromSeconds(5);

    /// <summary>The answer for an error.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="sentence">What is wrong, in English.</param>
    /// <param name="code">What is wrong, the same in every language, or null where only English says it.</param>
    public static IResult Result(HttpContext context, int status, string sentence, string? code = null)
    {
        if (!WantsProblem(context.Request))
            return TypedResults.Json(new ErrorResponse(sentence, code), WireJson.Default.ErrorResponse, statusCode: status);

        var problem = new ProblemDetails { Status = status, Title = ReasonPhrases.GetReasonPhrase(status), Detail = sentence };
        if (code is not null)
            problem.Extensions["code"] = code;
        return TypedResults.Json(problem, WireJson.Default.ProblemDetails, ProblemJson, status);
    }

    /// <summary>Writes an error.</summary>
    public static Task WriteAsync(HttpContext context, int status, string sentence) => Result(context, status, sentence).ExecuteAsync(context);

    /// <summary>The status for a photo that was not read: 413 for too many bytes, else 400.</summary>
    public static int StatusOf(PhotoRejection rejection) =>
        rejection.Problem is PhotoProblem.FileTooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest;

    /// <summary>The code of what is wrong with a photo: <c>photo_damaged</c>, …</summary>
    public static string CodeOf(PhotoProblem problem) => problem is PhotoProblem.FileTooLarge ? "photo_too_large" : $"photo_{WireName.Of(problem)}";

    /// <summary>503 with Retry-After: nothing could answer.</summary>
    public static IResult Unavailable(HttpContext context, string sentence, TimeSpan retryAfter, string? code = null)
    {
        context.Response.Headers.RetryAfter = ((int)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Result(context, StatusCodes.Status503ServiceUnavailable, sentence, code);
    }

    /// <summary>503: too many photos are under way.</summary>
    public static IResult Busy(HttpContext context) => Unavailable(context, BusySentence, WhenBusy, BusyCode);

    /// <summary>A body for the statuses that ASP.NET sets without one.</summary>
    public static Task WriteStatusPageAsync(StatusCodeContext status)
    {
        var context = status.HttpContext;
        var code = context.Response.StatusCode;
        return WriteAsync(context, code, code switch
        {
            StatusCodes.Status404NotFound => "There is nothing at this address. The API is described at /docs.",
            StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not answered here. The API is described at /docs.",
            StatusCodes.Status415UnsupportedMediaType => "The content type is not read here. The API is described at /docs.",
            StatusCodes.Status400BadRequest => "The request cannot be read. The API is described at /docs.",
            _ => ReasonPhrases.GetReasonPhrase(code) + ".",
        });
    }

    private static bool WantsProblem(HttpRequest request) =>
        request.Path.StartsWithSegments("/api/v2", StringComparison.OrdinalIgnoreCase)
        || request.Headers.Accept.Any(accept => accept?.Contains(ProblemJson, StringComparison.OrdinalIgnoreCase) == true);
}
