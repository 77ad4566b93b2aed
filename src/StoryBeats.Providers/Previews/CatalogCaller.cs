using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Previews;

/// <summary>Calls one catalogue: within its budget, for so long and no longer, and counted.</summary>
internal sealed class CatalogCaller(string source, HttpClient http, CallBudget budget, TimeSpan pause, StoryBeatsMetrics metrics, TimeProvider time)
{
    /// <summary>How long an answer may take. A song without a preview is still a song.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>The calls that are left.</summary>
    public CallBudget Budget { get; } = budget;

    /// <summary>Where the catalogue answers.</summary>
    public Uri BaseAddress => http.BaseAddress!;

    /// <summary>Gets an answer, or null when the catalogue says that there is none.</summary>
    /// <exception cref="HttpRequestException">It failed, refused, took too long, or answered nonsense.</exception>
    public async Task<T?> GetAsync<T>(string endpoint, string address, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (!Budget.TryTake())
        {
            metrics.Called(source, endpoint, "over_budget");
            throw SourceRefusedException.OverBudget(source);
        }

        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using var response = await http.GetAsync(new Uri(address, UriKind.Relative), either.Token);
            metrics.Called(source, endpoint, ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (response.StatusCode is HttpStatusCode.NotFound)
                return null;
            // Apple says 403 where others say 429.
            if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.Forbidden)
                throw SourceRefusedException.By(source, Pause(response));

            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            return await JsonSerializer.DeserializeAsync(body, type, either.Token) ?? throw new JsonException("null");
        }
        catch (JsonException fault)
        {
            throw Nonsense(endpoint, fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            metrics.Called(source, endpoint, "timeout");
            throw new HttpRequestException($"{source} took too long.", fault);
        }
        catch (HttpRequestException fault) when (fault.StatusCode is null && fault is not SourceRefusedException)
        {
            metrics.Called(source, endpoint, "failed");
            throw;
        }
        catch (IOException fault)
        {
            metrics.Called(source, endpoint, "failed");
            throw new HttpRequestException($"{source} broke off.", fault);
        }
    }

    /// <summary>Counts an answer that makes no sense.</summary>
    public HttpRequestException Nonsense(string endpoint, Exception? fault = null)
    {
        metrics.Called(source, endpoint, "garbage");
        return new HttpRequestException($"{source} answered nonsense.", fault);
    }

    /// <summary>Counts a refusal that came as an answer.</summary>
    public SourceRefusedException Refused(string endpoint)
    {
        metrics.Called(source, endpoint, "refused");
        return SourceRefusedException.By(source, pause);
    }

    /// <summary>An address to hand on: only what a page may load from anywhere.</summary>
    public Uri? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        // A catalogue on this machine, for trying out, may speak plainly.
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && BaseAddress.Scheme == Uri.UriSchemeHttp))
            ? address
            : null;

    private TimeSpan Pause(HttpResponseMessage response) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } when delta > TimeSpan.Zero => delta,
            { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
            // Its own stretch of time begins anew.
            _ => pause,
        };
}
