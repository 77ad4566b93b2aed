using StoryBeats.Learning;

namespace StoryBeats.Server;

/// <summary>Learns from everybody's feedback once a minute or less often, where there is any new; starts with what was learned before.</summary>
internal sealed partial class LearningRefresh(LearnedTasteSource tastes, ILearnedStateStore states, TimeProvider clock, ILogger<LearningRefresh> logger) : BackgroundService
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromMinutes(1);

    // Learning anew reads all signals: however many there are, it takes a twentieth of one core.
    private const int PausesOfWork = 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await TryAsync(RestoreAsync, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var begun = clock.GetTimestamp();
            await TryAsync(RefreshAsync, stoppingToken);
            var pause = PausesOfWork * clock.GetElapsedTime(begun);
            await Task.Delay(pause > LeastPause ? pause : LeastPause, clock, stoppingToken);
        }
    }

    private async Task RestoreAsync(CancellationToken cancellationToken)
    {
        if (await states.ReadAsync(CrowdTaste.StateName, cancellationToken) is { } state && CrowdTaste.FromBytes(state) is { } crowd)
            tastes.Crowd = crowd;
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (await tastes.RefreshAsync(cancellationToken))
            await states.WriteAsync(CrowdTaste.StateName, tastes.Crowd.ToBytes(), cancellationToken);
    }

    // What was learned stays in use when learning anew fails; the next minute tries again.
    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogFailed(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing could be learned just now; the next try is in a minute")]
    private partial void LogFailed(Exception fault);
}
