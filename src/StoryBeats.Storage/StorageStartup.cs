using System.Data.Common;
using System.Diagnostics;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StoryBeats.Outages;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Stores;

namespace StoryBeats.Storage;

/// <summary>Creates and migrates the database before anything else starts; waits for one that does not answer yet.</summary>
internal sealed partial class StorageStartup(
    IDbContextFactory<StoryBeatsDb> databases, StoragePlace place, InstallationSecrets secrets, IDataProtectionProvider protection, IOptions<StorageOptions> options,
    ILogger<StorageStartup> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    // A large table may be rewritten.
    private static readonly TimeSpan MigrationTime = TimeSpan.FromHours(1);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        var patience = TimeSpan.FromSeconds(options.Value.StartPatienceSeconds);
        var isWaiting = false;
        while (true)
        {
            try
            {
                await PrepareAsync(cancellationToken);
                return;
            }
            catch (Exception fault) when (StorageAwayException.Explains(fault) && Stopwatch.GetElapsedTime(begun) < patience)
            {
                if (!isWaiting)
                    LogWaits(place.Name, options.Value.StartPatienceSeconds, fault.GetBaseException().Message);
                isWaiting = true;
                await Task.Delay(Pause, cancellationToken);
            }
            catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException or InvalidOperationException { InnerException: DbException } or StorageAwayException)
            {
                throw new InvalidDataException($"{place.Fault} ({fault.GetBaseException().Message})", fault);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var turn = await place.TakeTurnAsync(cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await MigrateAsync(db, cancellationToken);
        await secrets.LoadAsync(cancellationToken);
        // Of several processes that start at once the first makes the key of cookies, and the others find it: each would make its own.
        protection.CreateProtector(nameof(StorageStartup)).Protect([]);
    }

    private async Task MigrateAsync(StoryBeatsDb db, CancellationToken cancellationToken)
    {
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0)
            return;

        if (db is SqliteDb sqlite)
            await SqliteFile.PrepareAsync(sqlite, cancellationToken);
        db.Database.SetCommandTimeout(MigrationTime);
        await db.Database.MigrateAsync(cancellationToken);
        LogMigrated(pending.Count, place.Name);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Place} does not answer yet; waiting for it for {Seconds} s ({Why})")]
    private partial void LogWaits(string place, int seconds, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} migrations brought {Place} up to date")]
    private partial void LogMigrated(int count, string place);
}
