using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using NetVips;
using StoryBeats.Recommendations;
using StoryBeats.Sessions;
using StoryBeats.Visitors;

namespace StoryBeats.Server;

/// <summary>Reads one rendered photo at start, so that the first visitor does not wait for models and code to load; then says where to go.</summary>
internal sealed partial class WarmUp(
    RecommendationPipeline pipeline, ISessionStore sessions, IServer server, IHostApplicationLifetime lifetime, ILogger<WarmUp> logger) : BackgroundService
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
            // Nobody has seen it.
            await sessions.ForgetAsync(result.SessionId, CancellationToken.None);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogFailed(fault);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
            return;
        }

        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses;
        if (addresses is { Count: > 0 })
            LogReady(string.Join(" or ", addresses));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "StoryBeats is ready. Open {Addresses}")]
    private partial void LogReady(string addresses);

    [LoggerMessage(Level = LogLevel.Critical, Message = "StoryBeats cannot answer a photo on this machine and stops; `storybeats doctor` says more")]
    private partial void LogFailed(Exception fault);
}
