using System.Text;

namespace StoryBeats.Providers.Chat;

/// <summary>Nearest to the wire: makes one kind of exception of every error status, whichever library asked.</summary>
internal sealed class ChatWireHandler(TimeProvider time) : DelegatingHandler
{
    private const int MostOfAComplaint = 8192;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
            return response;

        using (response)
            throw new ChatStatusException(response.StatusCode, RetryAfter(response), await ComplaintAsync(response, cancellationToken));
    }

    private static async Task<string> ComplaintAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var bytes = new byte[MostOfAComplaint];
            return Encoding.UTF8.GetString(bytes, 0, await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken));
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            // The status alone says enough.
            return "";
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };
}
