using System.Globalization;
using System.Net;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Spotify;

/// <summary>
/// Nearest to the wire: reads the whole body, so that timeouts and repetitions cover it, counts every call that came to nothing, and takes
/// note when Spotify says to wait. What came to something is counted by whoever reads it.
/// </summary>
/// <param name="fallback">The endpoint of calls that do not name theirs.</param>
/// <param name="patience">How long an attempt may take.</param>
/// <param name="admission">Learns of a 429, or null.</param>
/// <param name="metrics">Counts.</param>
/// <param name="time">The clock.</param>
internal sealed class SpotifyWireHandler(
    string fallback, TimeSpan patience, SpotifyAdmission? admission, StoryBeatsMetrics metrics, TimeProvider time) : DelegatingHandler
{
    // A 429 that does not say how long: as long as the window that Spotify counts over.
    private static readonly TimeSpan UnsaidWait = TimeSpan.FromSeconds(30);

    /// <summary>Where a request names its endpoint for the metrics, without ids.</summary>
    public static HttpRequestOptionsKey<string> Endpoint { get; } = new("StoryBeats.Spotify.Endpoint");

    /// <summary>How long an answer says to wait.</summary>
    public static TimeSpan RetryAfter(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => UnsaidWait,
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var endpoint = request.Options.TryGetValue(Endpoint, out var named) ? named : fallback;
        // A token is waited for as well.
        if (!request.Options.TryGetValue(CallTerms.Key, out var terms) || terms.Live)
            RequestTally.Current?.CallsSpotify();
        HttpResponseMessage? response = null;
        var start = time.GetTimestamp();
        try
        {
            response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
        }
        catch (Exception fault)
        {
            response?.Dispose();
            metrics.Called("spotify", endpoint, fault is not OperationCanceledException ? "unreachable"
                // Given up: by the attempt's own time, or since another was faster or nobody waits any longer.
                : time.GetElapsedTime(start) >= patience ? "timeout" : "cancelled");
            throw;
        }

        if (!response.IsSuccessStatusCode)
            metrics.Called("spotify", endpoint, ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
        if (response.StatusCode is HttpStatusCode.TooManyRequests && admission is not null)
            await admission.HoldAsync(RetryAfter(response, time), cancellationToken);
        return response;
    }
}
