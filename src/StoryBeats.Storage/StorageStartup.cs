using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Stores;

namespace StoryBeats.Storage;

/// <summary>Creates and migrates the database before anything else starts.</summary>
internal sealed partial class StorageStartup(
    IDbContextFactory<StoryBeatsDb> databases, StoragePlace place, InstallationSecrets secrets, ILogger<StorageStartup> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var turn = await place.TakeTurnAsync(cancellationToken);
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await MigrateAsync(db, cancellationToken);
            await secrets.LoadAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{place.Fault} ({(fault.InnerException ?? fault).Message})", fault);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task MigrateAsync(StoryBeatsDb db, CancellationToken cancellationToken)
    {
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0)
            return;

        if (db is SqliteDb sqlite)
            await SqliteFile.PrepareAsync(sqlite, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        LogMigrated(pending.Count, place.Name);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} migrations brought {Place} up to date")]
    private partial void LogMigrated(int count, string place);
}
