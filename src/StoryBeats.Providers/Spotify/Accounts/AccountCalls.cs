using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.RateLimiting;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Spotify.Accounts;

/// <summary>One call for a visitor, its failures told apart. <see cref="AccountResilience"/> says what is tried again.</summary>
/// <param name="clients">Makes the clients.</param>
/// <param name="metrics">Counts what came to something; <see cref="SpotifyWireHandler"/> counts the rest.</param>
/// <param name="own">Counts what was not sent; null where Spotify is no source.</param>
/// <param name="time">The clock.</param>
internal sealed class AccountCalls(IHttpClientFactory clients, StoryBeatsMetrics metrics, SpotifyMetrics? own, TimeProvider time)
{
    /// <summary>The name of the API's client.</summary>
    public const string ApiName = "spotify-visitors";

    /// <summary>The name of the accounts service's client.</summary>
    public const string AccountsName = "spotify-visitors-accounts";

    private const string Service = "spotify";
    private const string Silent = "Spotify does not answer just now. Try again in a moment.";
    private const string Failing = "Spotify cannot do this just now. Try again in a moment.";

    /// <summary>Sends a request to the client named and reads the JSON of its answer.</summary>
    /// <exception cref="SpotifyAccountException">Spotify did not do it.</exception>
    public async Task<T> SendAsync<T>(string name, HttpRequestMessage request, string endpoint, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using (request)
        {
            request.Options.Set(SpotifyWireHandler.Endpoint, endpoint);
            try
            {
                using var client = clients.CreateClient(name);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
                if (!response.IsSuccessStatusCode)
                    throw await FailureAsync(name, response, cancellationToken);
                var answer = await response.Content.ReadFromJsonAsync(type, cancellationToken) ?? throw new JsonException("null");
                metrics.Called(Service, endpoint, ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
                return answer;
            }
            catch (JsonException fault)
            {
                metrics.Called(Service, endpoint, "garbage");
                throw new SpotifyAccountException(SpotifyAccountProblem.Unavailable, Silent, fault);
            }
            catch (RateLimiterRejectedException fault)
            {
                own?.Refused("held");
                throw new SpotifyAccountException(SpotifyAccountProblem.Unavailable, Failing, fault) { RetryAfter = fault.RetryAfter };
            }
            catch (Exception fault) when (fault is HttpRequestException or ExecutionRejectedException or IOException
                || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                throw new SpotifyAccountException(SpotifyAccountProblem.Unavailable, Silent, fault);
            }
        }
    }

    private async Task<SpotifyAccountException> FailureAsync(string name, HttpResponseMessage response, CancellationToken cancellationToken) => response.StatusCode switch
    {
        // The accounts service's 401 is about our own secret.
        HttpStatusCode.Unauthorized when name == ApiName => new SpotifyAccountException(SpotifyAccountProblem.TokenRefused, Failing),
        HttpStatusCode.BadRequest when await SaysInvalidGrantAsync(response, cancellationToken) =>
            new SpotifyAccountException(SpotifyAccountProblem.SignInAgain, "Spotify no longer knows this sign-in. Connect Spotify again."),
        HttpStatusCode.Forbidden => new SpotifyAccountException(
            SpotifyAccountProblem.Forbidden, "Spotify does not allow this. While its app is in Development Mode, the operator must add your account to it."),
        HttpStatusCode.TooManyRequests => new SpotifyAccountException(SpotifyAccountProblem.Unavailable, Failing) { RetryAfter = SpotifyWireHandler.RetryAfter(response, time) },
        _ => new SpotifyAccountException(SpotifyAccountProblem.Unavailable, Failing) { RetryAfter = response.Headers.RetryAfter?.Delta },
    };

    private static async Task<bool> SaysInvalidGrantAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(AccountJson.Default.TokenError, cancellationToken) is { Error: "invalid_grant" };
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
