using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;

namespace StoryBeats.Server.Http;

/// <summary>Reads a small JSON body; what is wrong with it is said in a sentence.</summary>
internal static class JsonBody
{
    /// <summary>Bytes of a body at most: the original sends a whole analysis back, and nothing larger.</summary>
    public const long MaxBytes = 256 * 1024;

    /// <summary>Reads a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="type">What is expected.</param>
    /// <param name="example">What it looks like, for whoever sends something else.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The body, or the answer for what is wrong with it.</returns>
    public static async Task<(T? Body, IResult? Error)> ReadAsync<T>(
        HttpContext context, JsonTypeInfo<T> type, string example, CancellationToken cancellationToken)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
            return (null, ApiErrors.Result(context, StatusCodes.Status415UnsupportedMediaType, "Send the request as application/json."));
        // Of a stated length nothing is read, and the answer arrives; of an unstated one the connection ends when it is too much.
        if (context.Request.ContentLength > MaxBytes)
            return (null, TooLarge(context));
        if (context.Request.ContentLength is null && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBytes;

        try
        {
            if (await context.Request.ReadFromJsonAsync(type, cancellationToken) is { } body)
                return (body, null);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, TooLarge(context));
        }
        catch (JsonException)
        {
            // Answered below, like the JSON null.
        }
        catch (InvalidOperationException)
        {
            // A charset that .NET does not know.
            return (null, ApiErrors.Result(context, StatusCodes.Status415UnsupportedMediaType, "The charset of the request is not known. Send it as UTF-8."));
        }

        return (null, ApiErrors.Result(context, StatusCodes.Status400BadRequest, $"The body is not the expected JSON: {example}."));
    }

    private static IResult TooLarge(HttpContext context) => ApiErrors.Result(
        context, StatusCodes.Status413PayloadTooLarge, $"The body is larger than {MaxBytes / 1024} KiB. Send the fields named at /docs only.");
}
