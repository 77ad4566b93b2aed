using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Polly;
using StoryBeats.Catalog;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.ReccoBeats;

/// <summary>Asks ReccoBeats for a batch of tracks. Its limits are unpublished: it is asked little at once and left alone when it says so.</summary>
internal sealed partial class ReccoBeatsClient(
    HttpClient http, StoryBeatsMetrics metrics, TimeProvider time, ILogger<ReccoBeatsClient> logger) : IDisposable
{
    /// <summary>The service's name in metrics and in storage.</summary>
    public const string Name = "reccobeats";

    /// <summary>Most ids in a call.</summary>
    public const int BatchSize = 40;

    // Each batch makes two requests.
    private const int BatchesAtOnce = 2;

    private readonly SemaphoreSlim _batches = new(BatchesAtOnce);
    private readonly ServicePause _pause = new(time);

    /// <summary>What it knows of tracks. A track that is missing was not answered: it failed, refused or made no sense.</summary>
    /// <param name="ids">At most <see cref="BatchSize"/> of Spotify's ids.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyDictionary<string, ReccoBeatsFinding>> AskAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        await _batches.WaitAsync(cancellationToken);
        try
        {
            if (_pause.IsOn)
            {
                metrics.Called(Name, "batch", "paused");
                return new Dictionary<string, ReccoBeatsFinding>(StringComparer.Ordinal);
            }

            // Ids are letters and digits.
            var list = string.Join(',', ids);
            var answers = await Task.WhenAll(
                GetAsync("audio-features", $"v1/audio-features?ids={list}", cancellationToken),
                GetAsync("track", $"v1/track?ids={list}", cancellationToken));
            Report(answers);
            return Read(ids, features: answers[0].Content, tracks: answers[1].Content);
        }
        finally
        {
            _batches.Release();
        }
    }

    public void Dispose() => _batches.Dispose();

    private Dictionary<string, ReccoBeatsFinding> Read(IReadOnlyList<string> ids, IReadOnlyList<JsonElement>? features, IReadOnlyList<JsonElement>? tracks)
    {
        // Popularity alone is not worth remembering that a track was asked for.
        if (features is null)
            return new Dictionary<string, ReccoBeatsFinding>(StringComparer.Ordinal);

        var reading = new BatchReading(ids);
        reading.ReadFeatures(features);
        if (tracks is not null)
            reading.ReadTracks(tracks);
        foreach (var endpoint in reading.Garbage)
            metrics.Called(Name, endpoint, "garbage");
        if (reading.Garbage.Count > 0)
            LogGarbage(reading.Garbage.Count, ids.Count, string.Join(", ", reading.WrongFields));
        return reading.Findings(isWhole: tracks is not null);
    }

    private async Task<Answer> GetAsync(string endpoint, string address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(address, UriKind.Relative), cancellationToken);
            if (response.StatusCode is HttpStatusCode.TooManyRequests)
                return new Answer(null, "it refuses", RetryAfter(response));

            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var answer = await JsonSerializer.DeserializeAsync(body, ReccoBeatsJson.Default.ReccoBeatsAnswer, cancellationToken);
            return new Answer(answer?.Content ?? throw new JsonException("no content"));
        }
        catch (JsonException)
        {
            metrics.Called(Name, endpoint, "garbage");
            return new Answer(null, "it answers nonsense");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or ExecutionRejectedException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new Answer(null, fault.Message);
        }
    }

    private void Report(Answer[] answers)
    {
        if (Array.Find(answers, answer => answer.Content is null) is not { } failed)
        {
            if (_pause.End())
                LogBack();
        }
        else if (_pause.Begin(answers.Max(answer => answer.Pause)) is { } pause)
        {
            LogDown(failed.Fault!, pause.TotalSeconds);
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } when delta > TimeSpan.Zero => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "ReccoBeats gives no measured features ({Why}); it is left alone for {Seconds:0} s, longer each time, and estimates stand in")]
    private partial void LogDown(string why, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "ReccoBeats gives measured features again")]
    private partial void LogBack();

    [LoggerMessage(Level = LogLevel.Warning, Message = "ReccoBeats answered nonsense for {Garbage} of {Asked} tracks ({Fields}); their estimates stay")]
    private partial void LogGarbage(int garbage, int asked, string fields);

    /// <summary>The list that a call gave, or why there is none and how long to leave the service alone.</summary>
    private sealed record Answer(IReadOnlyList<JsonElement>? Content, string? Fault = null, TimeSpan? Pause = null);
}

/// <summary>What it knows of a track.</summary>
/// <param name="Features">What was measured, or null when it does not know the track.</param>
/// <param name="Popularity">Its popularity, or null when unknown.</param>
/// <param name="IsWhole">Whether both were asked for; else the answer is used, and asked for again.</param>
internal sealed record ReccoBeatsFinding(AudioFeatures? Features, int? Popularity, bool IsWhole);
