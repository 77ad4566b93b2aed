using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryBeats.Storage.Stores;
using StoryBeats.Storage.Writing;
using StoryBeats.Visitors;

namespace StoryBeats.Storage;

/// <summary>Forgets the rankings of ended sessions, accounts left unused, and everything that is older than it may be kept.</summary>
internal sealed partial class Sweeper(
    WriteQueue queue, SessionClock clock, IOptions<StorageOptions> options, TimeProvider time, ILogger<Sweeper> logger) : BackgroundService
{
    private const int TombstoneDays = 401;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Sweeps once.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var ended = clock.Cutoff;
        var forgotten = time.GetUtcNow() - TimeSpan.FromDays(options.Value.RetentionDays);
        await queue.ChangeAsync(
            async (db, token) =>
            {
                var ending = db.Sessions.Where(row => row.LastUsed < ended && row.Payload != null);
                // Nobody can speak any more of what passed by.
                await db.ShownSongs.Where(song => song.Position < 0 && ending.Any(row => row.Id == song.SessionId)
                    && !db.Feedback.Any(row => row.SessionId == song.SessionId && row.SongId == song.SongId)).ExecuteDeleteAsync(token);
                return await ending.ExecuteUpdateAsync(set => set.SetProperty(row => row.Payload, (byte[]?)null), token);
            },
            cancellationToken);
        await queue.ForgetAsync(row => row.LastUsed < forgotten, cancellationToken);
        // Longer than any browser keeps the cookie.
        var outlived = time.GetUtcNow() - TimeSpan.FromDays(TombstoneDays);
        await queue.ChangeAsync((db, token) => db.ForgottenVisitors.Where(row => row.At < outlived).ExecuteDeleteAsync(token), cancellationToken);
        var unused = time.GetUtcNow() - LinkedAccount.Lifetime;
        await queue.ChangeAsync((db, token) => db.LinkedAccounts.Where(row => row.Updated < unused).ExecuteDeleteAsync(token), cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(fault);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweeping failed; it is tried again")]
    private partial void LogFailed(Exception fault);
}
