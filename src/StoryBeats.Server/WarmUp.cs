using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using NetVips;
using StoryBeats.Outages;
using StoryBeats.Recommendations;
using StoryBeats.Reranking;
using StoryBeats.Server.Wire;
using StoryBeats.Sessions;
using StoryBeats.Visitors;

namespace StoryBeats.Server;

/// <summary>
/// Reads one rendered photo at start and tunes its songs, so that the first visitor does not wait for models and code to load; then says where
/// to go.
/// </summary>
internal sealed partial class WarmUp(
    RecommendationPipeline pipeline, Refinement refinement, ISessionStore sessions, IServer server, IHostApplicationLifetime lifetime, Readiness readiness,
    ILogger<WarmUp> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            using var black = Image.Black(320, 240, bands: 3);
            using var bytes = black.Cast(Enums.BandFormat.Uchar);
            var photo = bytes.JpegsaveBuffer();
            // Not cancelled: behind the cache the model would run on while the server lets go of it.
            var request = new RecommendationRequest { Photo = photo, StaysHere = true, Visit = new Visit { CountsForOthers = false } };
            if (await pipeline.RecommendAsync(request, CancellationToken.None) is not RecommendationOutcome.Recommended { Result: var result })
                throw new InvalidDataException("A rendered photo found no song: is the catalogue empty?");
            await WarmTuningAsync(result);
            // Nobody has seen it.
            await sessions.ForgetAsync(result.SessionId, CancellationToken.None);
        }
        catch (Exception fault) when (StorageAwayException.Explains(fault))
        {
            // The photo was answered all the same.
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogFailed(fault);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
            return;
        }

        readiness.Warmed();
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses;
        if (addresses is { Count: > 0 })
            LogReady(string.Join(" or ", addresses));
    }

    // What a slider and the events of an answer need besides; nothing is looked for or sent.
    private async Task WarmTuningAsync(RecommendationResult result)
    {
        await refinement.RefineAsync(result.SessionId, new Preferences { Energy = .9 }, like: null, LanguageMix.PageSize, CancellationToken.None);
        await refinement.RefineAsync(result.SessionId, new Preferences(), result.Songs[0].Track.Id, LanguageMix.PageSize, CancellationToken.None);
        var songs = result.Songs.Select(song => SongResponse.From(song, result.Analysis, result.Today, preview: null)).ToList();
        var answer = RecommendationResponse.From(result, songs);
        JsonSerializer.Serialize(answer, WireJson.Default.RecommendationResponse);
        JsonSerializer.Serialize(SongsEvent.From(draft: true, answer), WireJson.Default.SongsEvent);
        JsonSerializer.Serialize(new VibeEvent(Draft: true, answer.Analysis), WireJson.Default.VibeEvent);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "StoryBeats is ready. Open {Addresses}")]
    private partial void LogReady(string addresses);

    [LoggerMessage(Level = LogLevel.Critical, Message = "StoryBeats cannot answer a photo on this machine and stops; `storybeats doctor` says more")]
    private partial void LogFailed(Exception fault);
}
