using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using StoryBeats.Photos;

namespace StoryBeats.Server.Http;

/// <summary>A multipart form with a photo, read into memory and nowhere else.</summary>
/// <param name="Photo">The photo's bytes.</param>
/// <param name="Fields">The text fields by name; one name may come several times.</param>
internal sealed record PhotoForm(ReadOnlyMemory<byte> Photo, IReadOnlyDictionary<string, IReadOnlyList<string>> Fields)
{
    /// <summary>Bytes that a form may need beside the photo.</summary>
    public const int Overhead = 256 * 1024;

    private const string NoPhoto = "No photo came with the request. Send it as the file field \"photo\" of a multipart form.";

    // The default of 4 KB makes a thousand reads of a photo.
    private const int BufferBytes = 128 * 1024;

    // A hundred of them may be artists not wanted.
    private const int MaxFields = 132;
    private const int MaxFieldBytes = 64 * 1024;

    /// <summary>What is said when the body is too large.</summary>
    public static string TooLarge(HttpContext context) =>
        string.Create(CultureInfo.InvariantCulture, $"The photo is larger than {MaxBytes(context) / 1048576.0:0.##} MiB. Send a smaller one.");

    /// <summary>Reads a request.</summary>
    /// <returns>The form, or the answer for what is wrong with it.</returns>
    public static async Task<(PhotoForm? Form, IResult? Error)> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var limit = MaxBytes(context);
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return (null, ApiErrors.Result(context, StatusCodes.Status415UnsupportedMediaType,
                "Send the photo as multipart/form-data, in the file field \"photo\"."));
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 100)
            return (null, ApiErrors.Result(context, StatusCodes.Status400BadRequest, "The multipart form has no usable boundary. Let your HTTP client write the Content-Type."));
        if (context.Request.ContentLength > limit + Overhead)
            return (null, ApiErrors.Result(context, StatusCodes.Status413PayloadTooLarge, TooLarge(context), ApiErrors.CodeOf(PhotoProblem.FileTooLarge)));

        // Without a length it may be as much as is allowed. The room is the request's until it ends: the photo is in use until then.
        var gate = context.RequestServices.GetRequiredService<PhotoGate>();
        if (await gate.HoldAsync(context.Request.ContentLength ?? limit, cancellationToken) is not { } room)
            return (null, ApiErrors.Busy(context));
        context.Response.RegisterForDispose(room);

        var longest = context.RequestServices.GetRequiredService<IOptions<PhotoLimits>>().Value.MaxUploadSeconds;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(longest));
        try
        {
            return await ReadSectionsAsync(context, new MultipartReader(boundary, context.Request.Body, BufferBytes), limit, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, ApiErrors.Result(context, StatusCodes.Status408RequestTimeout, $"The photo did not arrive within {longest} seconds. Send a smaller one, or try again where the connection is better."));
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException && fault is not BadHttpRequestException)
        {
            return (null, ApiErrors.Result(context, StatusCodes.Status400BadRequest, "The multipart form is cut off or malformed. Send it again."));
        }
    }

    private static async Task<(PhotoForm? Form, IResult? Error)> ReadSectionsAsync(
        HttpContext context, MultipartReader reader, long limit, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? photo = null;
        var fields = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        var left = Overhead;
        for (var count = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; count++)
        {
            if (count == MaxFields)
                return (null, ApiErrors.Result(context, StatusCodes.Status400BadRequest, $"The form has more than {MaxFields} fields. Send the photo and its options only."));
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                continue;

            var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
            if (!disposition.IsFileDisposition())
            {
                var text = await ReadAsync(section.Body, Math.Min(MaxFieldBytes, left), expected: 0, cancellationToken);
                if (text is not { } value)
                    return (null, ApiErrors.Result(context, StatusCodes.Status400BadRequest, $"The field \"{Shorten(name)}\" is too long, or all fields together are."));
                left -= value.Length;
                fields[name] = [.. fields.GetValueOrDefault(name, []), Encoding.UTF8.GetString(value.Span)];
            }
            else if (name.Equals("photo", StringComparison.OrdinalIgnoreCase) && photo is null)
            {
                photo = await ReadAsync(section.Body, limit, context.Request.ContentLength ?? 0, cancellationToken);
                if (photo is null)
                    return (null, ApiErrors.Result(context, StatusCodes.Status413PayloadTooLarge, TooLarge(context), ApiErrors.CodeOf(PhotoProblem.FileTooLarge)));
            }
        }

        return photo is { } found
            ? (new PhotoForm(found, fields), null)
            : (null, ApiErrors.Result(context, StatusCodes.Status400BadRequest, NoPhoto));
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, long limit, long expected, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream((int)Math.Min(expected, limit + 1));
        var chunk = new byte[BufferBytes];
        int read;
        while ((read = await body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > limit)
                return null;
            buffer.Write(chunk, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static long MaxBytes(HttpContext context) => context.RequestServices.GetRequiredService<IOptions<PhotoLimits>>().Value.MaxBytes;

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
