using Microsoft.Extensions.Options;
using StoryBeats.SecondLook;

namespace StoryBeats.Server;

/// <summary>Has models look at photos again, a few at once. What is left when the server stops is dropped on purpose: no photo is kept for later.</summary>
internal sealed partial class SecondLookService(
    SecondLooks waiting, SecondLooker looker, IOptions<SecondLookOptions> options, ILogger<SecondLookService> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        var left = waiting.Count;
        await base.StopAsync(cancellationToken);
        if (left > 0)
            LogDropped(left);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Parallel.ForEachAsync(
            waiting.TakeAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.AtOnce, CancellationToken = stoppingToken },
            async (job, cancellationToken) => await looker.LookAsync(job, cancellationToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} photos were to be looked at again; their songs stay as they were ranked")]
    private partial void LogDropped(int count);
}
