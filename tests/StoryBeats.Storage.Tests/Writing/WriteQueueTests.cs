using System.Data.Common;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Tests.Support;
using StoryBeats.Storage.Writing;
using StoryBeats.Telemetry;

namespace StoryBeats.Storage.Tests.Writing;

public sealed class WriteQueueTests : IAsyncLifetime
{
    private readonly SqliteDatabase _database = new();
    private readonly CommitCount _commits = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<StoryBeatsMetrics>().BuildServiceProvider();
    private readonly WriteQueue _queue;
    private readonly Databases _databases;

    public WriteQueueTests()
    {
        _databases = new Databases(new DbContextOptionsBuilder<SqliteDb>()
            .UseSqlite($"Data Source={_database.File}").UseSnakeCaseNamingConvention().AddInterceptors(_commits).Options);
        _queue = new WriteQueue(_databases, _services.GetRequiredService<StoryBeatsMetrics>(), NullLogger<WriteQueue>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var db = _databases.CreateDbContext();
        await db.Database.MigrateAsync(Cancellation);
        _commits.Reset();
    }

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Changes_that_wait_are_committed_together()
    {
        var gate = await CloseGateAsync();
        var changes = Enumerable.Range(0, 300).Select(i => AddAsync($"n{i}")).ToList();

        gate.SetResult();
        await Task.WhenAll(changes);

        (await NamesAsync()).Count.ShouldBe(300);
        _commits.Count.ShouldBe(3, "the one that held the gate, then 256 and the rest");
    }

    [Fact]
    public async Task Who_comes_when_the_queue_is_full_waits_until_there_is_room()
    {
        var gate = await CloseGateAsync();
        var waiting = Enumerable.Range(0, WriteQueue.Capacity).Select(_ => _queue.ChangeAsync((_, _) => Task.CompletedTask, Cancellation)).ToList();
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var tooMany = AddAsync("too many", impatience.Token);
        var patient = AddAsync("patient");
        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => tooMany);
        patient.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        await patient;
        await Task.WhenAll(waiting);

        (await NamesAsync()).ShouldBe(["patient"], "who gave up before there was room changed nothing");
    }

    [Fact]
    public async Task A_change_that_fails_does_not_take_its_neighbours_with_it()
    {
        var gate = await CloseGateAsync();
        var changes = Enumerable.Range(0, 100).Select(i => i is 13 or 77 ? FailAsync($"n{i}") : AddAsync($"n{i}")).ToList();

        gate.SetResult();
        await Should.ThrowAsync<InvalidOperationException>(() => Task.WhenAll(changes));

        changes.Index().Where(change => change.Item.IsFaulted).Select(change => change.Index).ShouldBe([13, 77]);
        changes[13].Exception!.InnerException!.Message.ShouldBe("n13");
        (await NamesAsync()).ShouldBe(Enumerable.Range(0, 100).Where(i => i is not (13 or 77)).Select(i => $"n{i}"), ignoreOrder: true);
    }

    [Fact]
    public async Task Changes_are_made_in_the_order_in_which_they_came_when_tried_again_too()
    {
        var gate = await CloseGateAsync();
        var changes = Enumerable.Range(0, 50).Select(i => _queue.ChangeAsync(
            async (db, token) =>
            {
                if (i == 25)
                    throw new InvalidOperationException();
                var last = await db.Counters.OrderByDescending(row => row.Value).FirstOrDefaultAsync(token);
                db.Counters.Add(new CounterRow { Name = $"n{i}", Value = (last?.Value ?? 0) + 1 });
                await db.SaveChangesAsync(token);
            },
            Cancellation)).ToList();

        gate.SetResult();
        await Should.ThrowAsync<InvalidOperationException>(() => Task.WhenAll(changes));

        await using var db = _databases.CreateDbContext();
        (await db.Counters.OrderBy(row => row.Value).Select(row => row.Name).ToListAsync(Cancellation))
            .ShouldBe(Enumerable.Range(0, 50).Where(i => i != 25).Select(i => $"n{i}"));
    }

    [Fact]
    public async Task Disposing_writes_what_still_waits()
    {
        var gate = await CloseGateAsync();
        var changes = Enumerable.Range(0, 1000).Select(i => AddAsync($"n{i}")).ToList();

        var disposing = _queue.DisposeAsync();
        gate.SetResult();
        await disposing;

        await Task.WhenAll(changes);
        (await NamesAsync()).Count.ShouldBe(1000);
    }

    [Fact]
    public async Task After_disposing_nothing_is_taken_any_more()
    {
        await _queue.DisposeAsync();

        await Should.ThrowAsync<ChannelClosedException>(() => AddAsync("late"));
    }

    [Fact]
    public async Task Who_stops_waiting_does_not_stop_the_change_or_its_neighbours()
    {
        var gate = await CloseGateAsync();
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var before = AddAsync("before");
        var cancelled = AddAsync("cancelled", impatience.Token);
        var after = AddAsync("after");

        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
        gate.SetResult();
        await before;
        await after;

        (await NamesAsync()).ShouldBe(["before", "cancelled", "after"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_answer_is_that_of_the_change_that_was_committed()
    {
        var gate = await CloseGateAsync();
        var tries = 0;
        var answer = _queue.ChangeAsync((_, _) => Task.FromResult(++tries), Cancellation);
        var failing = FailAsync("neighbour");

        gate.SetResult();
        await Should.ThrowAsync<InvalidOperationException>(() => failing);

        (await answer).ShouldBe(2);
    }

    [Fact]
    public async Task A_database_that_cannot_be_opened_fails_all_that_wait_and_not_those_that_come_later()
    {
        var gate = await CloseGateAsync();
        var changes = Enumerable.Range(0, 10).Select(i => AddAsync($"n{i}")).ToList();

        _databases.Broken = true;
        gate.SetResult();
        await Should.ThrowAsync<IOException>(() => Task.WhenAll(changes));
        _databases.Broken = false;
        await AddAsync("later");

        changes.ShouldAllBe(change => change.IsFaulted);
        (await NamesAsync()).ShouldBe(["later"]);
    }

    // Until the gate opens, the queue is busy with one change and all others wait.
    private async Task<TaskCompletionSource> CloseGateAsync()
    {
        var (gate, entered) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        _ = _queue.ChangeAsync(
            async (_, _) =>
            {
                entered.TrySetResult();
                await gate.Task;
            },
            CancellationToken.None);
        await entered.Task.WaitAsync(Cancellation);
        return gate;
    }

    private Task AddAsync(string name, CancellationToken? cancellation = null) => _queue.ChangeAsync(
        async (db, token) =>
        {
            db.Counters.Add(new CounterRow { Name = name });
            await db.SaveChangesAsync(token);
        },
        cancellation ?? Cancellation);

    private Task FailAsync(string name) => _queue.ChangeAsync(
        async (db, token) =>
        {
            db.Counters.Add(new CounterRow { Name = name });
            await db.SaveChangesAsync(token);
            throw new InvalidOperationException(name);
        },
        Cancellation);

    private async Task<List<string>> NamesAsync()
    {
        await using var db = _databases.CreateDbContext();
        return await db.Counters.Select(row => row.Name).ToListAsync(Cancellation);
    }

    private sealed class Databases(DbContextOptions<SqliteDb> options) : IDbContextFactory<StoryBeatsDb>
    {
        public bool Broken { get; set; }

        public StoryBeatsDb CreateDbContext() => Broken ? throw new IOException("The disk is gone.") : new SqliteDb(options);
    }

    private sealed class CommitCount : DbTransactionInterceptor
    {
        private int _count;

        public int Count => _count;

        public void Reset() => _count = 0;

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return Task.CompletedTask;
        }
    }
}
