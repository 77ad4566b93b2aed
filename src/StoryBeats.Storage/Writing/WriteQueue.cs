using System.Linq.Expressions;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using StoryBeats.Storage.Model;
using StoryBeats.Telemetry;

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

    public WriteQueue(IDbContextFactory<StoryBeatsDb> databases, StoryBeatsMetrics metrics, ILogger<WriteQueue> logger)
    {
        metrics.WatchQueue("writes", () => _channel.Reader.Count);
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

    /// <summary>Forgets sessions and waits until they are gone from the disk.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ForgetAsync(Expression<Func<SessionRow, bool>> which, CancellationToken cancellationToken)
    {
        var forget = new ForgetWrite(which);
        await EnqueueAsync(forget, cancellationToken);
        return forget.Forgotten;
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

    // A change that cannot be made must not take its neighbours with it: the halves are tried again, down to the one.
    private async Task WriteAsync(List<Write> batch)
    {
        var begun = false;
        try
        {
            await using var db = await _databases.CreateDbContextAsync();
            // The queue tries again by itself; a savepoint for every change would only cost.
            db.Database.AutoSavepointsEnabled = false;
            await using var transaction = await db.Database.BeginTransactionAsync();
            begun = true;
            await ApplyAsync(db, batch);
            await transaction.CommitAsync();
        }
        catch (Exception fault) when (begun && batch.Count > 1)
        {
            LogSplit(fault, batch.Count);
            await WriteAsync(batch[..(batch.Count / 2)]);
            await WriteAsync(batch[(batch.Count / 2)..]);
            return;
        }
        catch (Exception fault)
        {
            foreach (var write in batch)
                write.Fail(fault);
            return;
        }

        foreach (var write in batch)
            write.Complete();
    }

    private static async Task ApplyAsync(StoryBeatsDb db, List<Write> batch)
    {
        var feedbackChanged = false;
        for (var i = 0; i < batch.Count; i++)
        {
            switch (batch[i])
            {
                case FeedbackWrite:
                    var end = batch.FindIndex(i, write => write is not FeedbackWrite);
                    var run = batch[i..(end < 0 ? batch.Count : end)];
                    await FeedbackUpsert.ExecuteAsync(db, run.ConvertAll(write => ((FeedbackWrite)write).Row));
                    feedbackChanged = true;
                    i += run.Count - 1;
                    break;
                case ForgetWrite forget:
                    await forget.ApplyAsync(db);
                    feedbackChanged |= forget.Forgotten > 0;
                    break;
                case ChangeWrite change:
                    await change.ApplyAsync(db);
                    db.ChangeTracker.Clear();
                    break;
            }
        }

        // Last, because all processes share this row and whoever has changed it holds it until the commit.
        if (feedbackChanged)
        {
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO counters (name, value) VALUES ({CounterRow.Feedback}, 1) ON CONFLICT (name) DO UPDATE SET value = counters.value + 1");
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A batch of {Count} changes failed; its halves are tried again")]
    private partial void LogSplit(Exception fault, int count);
}
