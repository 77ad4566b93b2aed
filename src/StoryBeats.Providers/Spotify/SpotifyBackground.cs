using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Spotify;

/// <summary>Work that goes on when the request that began it is answered; it ends with the program and never brings it down.</summary>
internal sealed partial class SpotifyBackground : IHostedService, IDisposable
{
    // For what is under way when a program without a host ends, and for it to end once it is told.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan End = TimeSpan.FromMilliseconds(500);

    private readonly ILogger<SpotifyBackground> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, byte> _tasks = new();
    private int _isDisposed;

    public SpotifyBackground(ILogger<SpotifyBackground> logger)
    {
        _logger = logger;
        Stopping = _stopping.Token;
    }

    /// <summary>Cancelled when the program ends.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Begins a piece of work that nobody waits for.</summary>
    public void Run(Func<CancellationToken, Task> work)
    {
        var cause = StoryBeatsActivities.Here;
        RunAwaited(async stopping =>
        {
            using var apart = StoryBeatsActivities.BeginApart("spotify background", cause);
            await work(stopping);
        });
    }

    /// <summary>Begins a piece of work that a visitor waits for, as long as they wait: it belongs to their request.</summary>
    public void RunAwaited(Func<CancellationToken, Task> work)
    {
        if (!Stopping.IsCancellationRequested)
            Watch(Task.Run(() => work(Stopping), CancellationToken.None));
    }

    /// <summary>Takes care of work that has begun: its failure is somebody's, not nobody's.</summary>
    public void Watch(Task task)
    {
        var watched = WatchAsync(task);
        _tasks.TryAdd(watched, 0);
        _ = watched.ContinueWith(done => _tasks.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Logs a failure that costs a piece of work alone.</summary>
    public void Report(Exception fault) => LogFailed(fault);

    /// <summary>Waits until nothing is under way.</summary>
    public async Task WhenIdleAsync()
    {
        while (!_tasks.IsEmpty)
            await Task.WhenAll(_tasks.Keys);
    }

    /// <summary>Waits a moment for what is under way, then ends it. Where a host stopped it before, nothing is left to wait for.</summary>
    public async Task SettleAsync()
    {
        if (Stopping.IsCancellationRequested)
            return;
        await WhenIdleAsync().WaitAsync(Moment).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync();
        await WhenIdleAsync().WaitAsync(End).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Twice: the container knows it as a service of the host too.
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task WatchAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception fault) when (fault is SpotifyException or OperationCanceledException)
        {
            // Reported where it was asked for, or the end.
        }
        catch (Exception fault)
        {
            LogFailed(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Work in the background failed")]
    private partial void LogFailed(Exception fault);
}
