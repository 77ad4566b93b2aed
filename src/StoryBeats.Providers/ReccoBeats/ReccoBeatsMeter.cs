using System.Globalization;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.ReccoBeats;

/// <summary>Counts each try of a call and how it ended.</summary>
internal sealed class ReccoBeatsMeter(StoryBeatsMetrics metrics) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var endpoint = request.RequestUri!.AbsolutePath.EndsWith("/track", StringComparison.Ordinal) ? "track" : "audio-features";
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            metrics.Called(ReccoBeatsClient.Name, endpoint, ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
            return response;
        }
        catch (HttpRequestException)
        {
            metrics.Called(ReccoBeatsClient.Name, endpoint, "failed");
            throw;
        }
        catch (OperationCanceledException)
        {
            metrics.Called(ReccoBeatsClient.Name, endpoint, "timeout");
            throw;
        }
    }
}
