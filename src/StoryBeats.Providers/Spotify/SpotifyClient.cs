using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Polly;
using Polly.CircuitBreaker;
using Polly.Hedging;
using Polly.RateLimiting;
using Polly.Timeout;
using StoryBeats.Catalog;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Spotify;

/// <summary>Spotify's Web API, as far as it is asked: <c>GET /search</c>, which works in both worlds.</summary>
internal sealed class SpotifyClient
{
    /// <summary>The named client for the API.</summary>
    public const string ClientName = "spotify";

    private static readonly ResiliencePropertyKey<CallTerms> TermsKey = new("terms");

    private readonly IHttpClientFactory _http;
    private readonly SpotifyTokens _tokens;
    private readonly SpotifyAdmission _admission;
    private readonly HedgeAllowance _hedges;
    private readonly StoryBeatsMetrics _metrics;
    private readonly SpotifyMetrics _own;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<IReadOnlyList<WireTrack>> _hedging;

    public SpotifyClient(
        IHttpClientFactory http,
        SpotifyTokens tokens,
        SpotifyAdmission admission,
        HedgeAllowance hedges,
        StoryBeatsMetrics metrics,
        SpotifyMetrics own,
        TimeProvider time)
    {
        _http = http;
        _tokens = tokens;
        _admission = admission;
        _hedges = hedges;
        _metrics = metrics;
        _own = own;
        _time = time;
        _hedging = new ResiliencePipelineBuilder<IReadOnlyList<WireTrack>> { TimeProvider = time }
            .AddHedging(new HedgingStrategyOptions<IReadOnlyList<WireTrack>>
            {
                MaxHedgedAttempts = 1,
                // A failure was repeated inside already; only slowness is hedged.
                ShouldHandle = _ => PredicateResult.False(),
                DelayGenerator = _ => ValueTask.FromResult(_hedges.Delay),
                ActionGenerator = args => MayHedge(args.PrimaryContext) ? () => args.Callback(args.ActionContext) : null,
            })
            .Build();
    }

    /// <summary>Tracks that match a query, in Spotify's order.</summary>
    /// <param name="query">With field filters, such as <c>artist:"Daughter" year:2024-2025</c>.</param>
    /// <param name="market">Whose catalogue.</param>
    /// <param name="limit">1 to 50; more than 10 only with extended quota.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="terms">On which terms.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SpotifyException">There is no answer that can be used.</exception>
    public async Task<IReadOnlyList<WireTrack>> SearchTracksAsync(
        string query, Market market, int limit, int offset, CallTerms terms, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture,
            $"search?q={Uri.EscapeDataString(query)}&type=track&market={market.Code}&limit={limit}&offset={offset}");
        var token = await _tokens.GetAsync(cancellationToken);
        try
        {
            return await HedgedAsync(path, token, terms, cancellationToken);
        }
        catch (SpotifyException fault) when (fault.Failure is SpotifyFailure.Unauthorized)
        {
            // Revoked: the next call gets a new one, and all that were refused get the same.
            _tokens.Drop(token);
            throw;
        }
    }

    private bool MayHedge(ResilienceContext context)
    {
        if (!context.Properties.TryGetValue(TermsKey, out var terms) || terms.Budget?.Left == 0 || !_hedges.TryHedge())
            return false;

        _own.Hedged();
        return true;
    }

    private async Task<IReadOnlyList<WireTrack>> HedgedAsync(string path, string token, CallTerms terms, CancellationToken cancellationToken)
    {
        _hedges.Called();
        if (!terms.Live)
            return await AttemptAsync(path, token, terms, cancellationToken);

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(TermsKey, terms);
            return await _hedging.ExecuteAsync(
                static async (context, call) => await call.Client.AttemptAsync(call.Path, call.Token, call.Terms, context.CancellationToken),
                context,
                (Client: this, Path: path, Token: token, Terms: terms));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<IReadOnlyList<WireTrack>> AttemptAsync(string path, string token, CallTerms terms, CancellationToken cancellationToken)
    {
        if (!terms.TryBegin())
            throw new SpotifyException(SpotifyFailure.BudgetSpent, "The request has no calls left.");

        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Options.Set(CallTerms.Key, terms);
        var start = _time.GetTimestamp();
        try
        {
            using var client = _http.CreateClient(ClientName);
            using var response = await client.SendAsync(request, cancellationToken);
            _hedges.Observe(_time.GetElapsedTime(start));
            return response.IsSuccessStatusCode
                ? Read(await response.Content.ReadAsByteArrayAsync(cancellationToken))
                : throw await FailureAsync(response, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Overtaken by its second, or given up: it took at least so long.
            _hedges.Observe(_time.GetElapsedTime(start));
            throw;
        }
        catch (RateLimiterRejectedException fault)
        {
            var wait = fault.RetryAfter ?? TimeSpan.FromSeconds(1);
            var isHeld = _admission.HeldFor > TimeSpan.Zero;
            _own.Refused(isHeld ? "held" : "window");
            throw isHeld ? Held(wait, fault) : new SpotifyException(SpotifyFailure.WindowFull, "There are too many calls to Spotify just now.", fault)
            {
                RetryAt = _time.GetUtcNow() + wait,
            };
        }
        catch (BrokenCircuitException fault)
        {
            _own.Refused("circuit");
            throw new SpotifyException(SpotifyFailure.Unreachable, "Spotify failed too often and is left alone for a moment.", fault)
            {
                RetryAt = _time.GetUtcNow() + SpotifyResilience.CircuitBreak,
            };
        }
        catch (TimeoutRejectedException fault)
        {
            throw new SpotifyException(SpotifyFailure.Timeout, "Spotify does not answer in time.", fault);
        }
        catch (HttpRequestException fault)
        {
            throw new SpotifyException(SpotifyFailure.Unreachable, "Spotify cannot be reached.", fault);
        }
    }

    private IReadOnlyList<WireTrack> Read(byte[] body)
    {
        try
        {
            var items = JsonSerializer.Deserialize(body, SpotifyJson.Default.SearchResponse)?.Tracks?.Items ?? throw new JsonException("No tracks in it.");
            _metrics.Called("spotify", "search", "200");
            return [.. items.OfType<WireTrack>()];
        }
        catch (JsonException fault)
        {
            _metrics.Called("spotify", "search", "garbage");
            throw new SpotifyException(SpotifyFailure.Garbage, "Spotify's answer cannot be read.", fault);
        }
    }

    private async Task<SpotifyException> FailureAsync(HttpResponseMessage response, CancellationToken cancellationToken) => response.StatusCode switch
    {
        HttpStatusCode.Unauthorized => new SpotifyException(SpotifyFailure.Unauthorized, "Spotify does not accept the token."),
        HttpStatusCode.TooManyRequests => Held(_admission.HeldFor),
        HttpStatusCode.BadRequest when (await response.Content.ReadAsStringAsync(cancellationToken)).Contains("limit", StringComparison.OrdinalIgnoreCase) =>
            new SpotifyException(SpotifyFailure.LimitRefused, "Spotify does not give so many results."),
        >= HttpStatusCode.InternalServerError => new SpotifyException(SpotifyFailure.ServerError, $"Spotify answers {(int)response.StatusCode}."),
        _ => new SpotifyException(SpotifyFailure.Rejected, $"Spotify answers {(int)response.StatusCode}."),
    };

    private SpotifyException Held(TimeSpan wait, Exception? fault = null) =>
        new(SpotifyFailure.Held, "Spotify is not to be asked just now.", fault) { RetryAt = _time.GetUtcNow() + wait };
}
