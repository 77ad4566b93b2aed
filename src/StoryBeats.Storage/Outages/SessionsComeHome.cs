using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StoryBeats.Storage.Outages;

/// <summary>Brings sessions home as soon as the database is back: a visitor may like their songs then.</summary>
internal sealed partial class SessionsComeHome(CopiedSessionStore sessions, TimeProvider time, ILogger<SessionsComeHome> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await sessions.BringHomeAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(fault.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sessions that began while the database was away could not be kept yet ({Why})")]
    private partial void LogFailed(string why);
}
