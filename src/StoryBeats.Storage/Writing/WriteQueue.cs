using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using StoryBeats.Storage.Model;

namespace StoryBeats.Storage.Writing;

/// <summary>
/// The one writer of a process. Changes wait in a bounded channel, whoever comes when it is full waits too, and all that wait are
/// committed together: one sync to disk for many. A change is acknowledged after its commit, and disposing writes what still waits.
/// </summary>
internal sealed partial class WriteQueue : IAsyncDisposable
{
    /// <summary>Most changes in one transaction.</summary>
    public const int BatchSize = 256;

    /// <summary>Most changes that wait; more let their callers wait.</summary>
    public const int Capacity = 4096;

    private readonly Channel<Write> _channel = Channel.CreateBounded<Write>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly IDbContextFactory<StoryBeatsDb> _databases;
    private readonly ILogger<WriteQueue> _logger;
    private readonly Task _loop;

    public WriteQueue(IDbContextFactory<StoryBeatsDb> databases, ILogger<WriteQueue> logger)
    {
        _databases = databases;
        _logger = logger;
        _loop = Task.Run(WriteAllAsync);
    }

    /// <summary>Makes a change and waits until it is on disk. Cancelling stops the waiting, not the change.</summary>
    public Task ChangeAsync(Func<StoryBeatsDb, CancellationToken, Task> change, CancellationToken cancellationToken) =>
        EnqueueAsync(new ChangeWrite(change), cancellationToken);

    /// <summary>Makes a change that answers, and waits until it is on disk.</summary>
    public async Task<T> ChangeAsync<T>(Func<StoryBeatsDb, CancellationToken, Task<T>> change, CancellationToken cancellationToken)
    {
        T answer = default!;
        await EnqueueAsync(new ChangeWrite(async (db, token) => answer = await change(db, token)), cancellationToken);
        return answer;
    }

    /// <summary>Queues a change and waits until it is on disk.</summary>
    public async Task EnqueueAsync(Write write, CancellationToken cancellationToken)
    {
        await _channel.Writer.WriteAsync(write, cancellationToken);
        await write.Done.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        await _loop;
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<Write>(BatchSize);
        while (await _channel.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < BatchSize && _channel.Reader.TryRead(out var write))
                batch.Add(write);
            await WriteAsync(batch);
        }
    }

    // A change that cannot be made must not take its neighbours with it: then each is tried alone.
    private async Task WriteAsync(List<Write> batch)
    {
        try
        {
            await CommitAsync(batch);
        }
        catch (Exception fault) when (batch.Count > 1)
        {
            LogBatchFailed(fault, batch.Count);
            foreach (var write in batch)
                await WriteAsync([write]);
            return;
        }
        catch (Exception fault)
        {
            batch[0].Fail(fault);
            return;
        }

        foreach (var write in batch)
            write.Complete();
    }

    private async Task CommitAsync(List<Write> batch)
    {
        await using var db = await _databases.CreateDbContextAsync();
        // The queue tries again by itself; a savepoint for every change would only cost.
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync();
        for (var i = 0; i < batch.Count;)
        {
            if (batch[i] is ChangeWrite change)
            {
                await change.ApplyAsync(db, CancellationToken.None);
                db.ChangeTracker.Clear();
                i++;
                continue;
            }

            var rows = batch.Skip(i).TakeWhile(write => write is FeedbackWrite).Select(write => ((FeedbackWrite)write).Row).ToList();
            await FeedbackUpsert.ExecuteAsync(db, rows);
            i += rows.Count;
        }

        await transaction.CommitAsync();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} changes failed; each is tried alone")]
    private partial void LogBatchFailed(Exception fault, int count);
}
