using System.Net;
using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly.Timeout;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Spotify;

/// <summary>
/// The app's token by client credentials: fetched once for all who wait, renewed in the background a minute before it ends, dropped when
/// Spotify does not accept it any more.
/// </summary>
internal sealed partial class SpotifyTokens(
    IHttpClientFactory http, IOptions<SpotifyOptions> options, SpotifyBackground background, StoryBeatsMetrics metrics, TimeProvider time, ILogger<SpotifyTokens> logger)
{
    /// <summary>The named client for accounts.</summary>
    public const string ClientName = "spotify-accounts";

    private static readonly TimeSpan RenewBefore = TimeSpan.FromSeconds(60);

    // A token that would end on the way is none.
    private static readonly TimeSpan UnusableBefore = TimeSpan.FromSeconds(5);

    // After a failure everybody is answered at once, for so long, doubled each time; a wrong secret does not become right so soon.
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RefusedPause = TimeSpan.FromSeconds(30);

    // A failure so long past its pause says nothing of now: who comes then waits for an answer again.
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private Token? _token;
    private Task<Token>? _fetching;
    private Failure? _failure;

    /// <summary>A token that is valid as far as known.</summary>
    /// <exception cref="SpotifyException">None is to be had.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        Task<Token> fetching;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_token is { } token && now < token.Ends - UnusableBefore)
            {
                if (now >= token.Ends - RenewBefore)
                    Fetch(now);
                return token.Value;
            }

            if (_failure is { } failure && now < failure.Until + Forgotten)
            {
                // One tries, in the background; nobody waits for what has just failed.
                if (now >= failure.Until)
                    Fetch(now);
                ExceptionDispatchInfo.Throw(failure.Fault);
            }

            fetching = Fetch(now);
        }

        return (await fetching.WaitAsync(cancellationToken)).Value;
    }

    /// <summary>Spotify did not accept a token: it is not used again.</summary>
    public void Drop(string token)
    {
        lock (_lock)
        {
            if (_token?.Value == token)
                _token = null;
        }
    }

    // Under the lock. One fetch serves all; it does not end with the caller that began it.
    private Task<Token> Fetch(DateTimeOffset now)
    {
        if (_fetching is { } underWay)
            return underWay;
        if (_failure is { } failure && now < failure.Until)
            return Task.FromException<Token>(failure.Fault);

        var fetching = Task.Run(() => FetchAsync(background.Stopping), CancellationToken.None);
        _fetching = fetching;
        background.Watch(fetching);
        return fetching;
    }

    private async Task<Token> FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            var token = await RequestAsync(cancellationToken);
            lock (_lock)
            {
                _token = token;
                _failure = null;
            }

            return token;
        }
        catch (SpotifyException fault)
        {
            var isRefused = fault.Failure is SpotifyFailure.Credentials;
            if (isRefused)
                LogRefused();
            lock (_lock)
            {
                var pause = isRefused ? RefusedPause : _failure is { } before ? Min(before.Pause * 2, LongestPause) : FirstPause;
                _failure = new Failure(fault, pause, time.GetUtcNow() + pause);
            }

            throw;
        }
        finally
        {
            lock (_lock)
                _fetching = null;
        }
    }

    private async Task<Token> RequestAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/token")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials")]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Value.ClientId}:{options.Value.ClientSecret}")));
        var asked = time.GetUtcNow();
        try
        {
            using var client = http.CreateClient(ClientName);
            using var response = await client.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                throw new SpotifyException(SpotifyFailure.Credentials, "Spotify does not accept the client id and secret.");
            if (!response.IsSuccessStatusCode)
                throw new SpotifyException(SpotifyFailure.ServerError, $"Spotify's accounts service answers {(int)response.StatusCode}.");

            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (JsonSerializer.Deserialize(body, SpotifyJson.Default.TokenResponse) is { AccessToken.Length: > 0, ExpiresIn: > 0 } token)
            {
                metrics.Called("spotify", "token", "200");
                return new Token(token.AccessToken, asked + TimeSpan.FromSeconds(token.ExpiresIn.Value));
            }

            throw new JsonException("No token in it.");
        }
        catch (JsonException)
        {
            // Without the exception: its text may hold a piece of what it read.
            metrics.Called("spotify", "token", "garbage");
            throw new SpotifyException(SpotifyFailure.Garbage, "Spotify's accounts service gives no token that can be read.");
        }
        catch (TimeoutRejectedException fault)
        {
            throw new SpotifyException(SpotifyFailure.Timeout, "Spotify's accounts service does not answer in time.", fault);
        }
        catch (HttpRequestException fault)
        {
            throw new SpotifyException(SpotifyFailure.Unreachable, "Spotify's accounts service cannot be reached.", fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Spotify does not accept the client id and secret; see Spotify:ClientId and Spotify:ClientSecret")]
    private partial void LogRefused();

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private sealed record Failure(SpotifyException Fault, TimeSpan Pause, DateTimeOffset Until);

    private sealed record Token(string Value, DateTimeOffset Ends);
}
