using Microsoft.Extensions.Logging;
using StoryBeats.Catalog;
using StoryBeats.Previews;
using StoryBeats.Providers.Caching;
using StoryBeats.Telemetry;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Previews;

/// <summary>
/// What there is to hear and see of songs: known at once from memory, looked for in the background, waited for as long as one likes.
/// That a catalogue fails costs nothing but the preview.
/// </summary>
public sealed partial class PreviewBook : IAsyncDisposable, IDisposable
{
    /// <summary>Songs looked for at once.</summary>
    public const int AtOnce = 5;

    /// <summary>The pause after each song that nobody looks at yet: four a second at most.</summary>
    public static readonly TimeSpan LaterPause = TimeSpan.FromMilliseconds(250);

    private static readonly FusionCacheEntryOptions MemoryOnly = new(TimeSpan.FromMinutes(1)) { Size = 1, SkipDistributedCacheRead = true, SkipDistributedCacheWrite = true };
    private static readonly PreviewPage Unanswered = new(PreviewStatus.Failed, null, DateTimeOffset.MinValue);
    private static readonly FusionCacheEntryOptions Anywhere = CacheEntries.For(TimeSpan.FromMinutes(1));

    private readonly PreviewQueue _queue = new();
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _workers = [];
    private readonly bool _enabled;
    private readonly PreviewFinder _finder;
    private readonly IFusionCache _cache;
    private readonly TimeProvider _time;
    private readonly StoryBeatsMetrics _metrics;
    private readonly ILogger _logger;
    private int _working;
    private bool _stopped;

    internal PreviewBook(
        bool enabled, IEnumerable<IPreviewSource> sources, IFusionCache cache, TimeProvider time, StoryBeatsMetrics metrics, ILogger<PreviewBook> logger)
    {
        _enabled = enabled;
        _finder = new PreviewFinder([.. sources.Select(source => new GuardedSource(source, time, logger))], time);
        _cache = cache;
        _time = time;
        _metrics = metrics;
        _logger = logger;
        metrics.WatchQueue("previews", () => _queue.Count);
    }

    /// <summary>What memory knows of a song; no waiting, no call.</summary>
    /// <returns>The preview, with the song's own cover where it has one, or null when none is known.</returns>
    public Preview? Known(Track track) => _enabled ? Remembered(track)?.For(track).Preview : null;

    /// <summary>Looks for songs in the background: first for those shown, then, one by one, for those that come later. Returns at once.</summary>
    public void Want(IReadOnlyList<Track> shown, IReadOnlyList<Track> later)
    {
        if (!_enabled)
            return;

        foreach (var track in shown.Where(track => Remembered(track) is null))
            Add(track, shown: true);
        foreach (var track in later.Where(track => Remembered(track) is null))
            Add(track, shown: false);
        Work();
    }

    /// <summary>What is known of songs, looked for and waited for.</summary>
    /// <param name="tracks">The songs.</param>
    /// <param name="patience">How long to wait at most; what is not found by then is <see cref="PreviewStatus.Pending"/> and goes on.</param>
    /// <param name="cancellationToken">Ends the waiting, not the looking.</param>
    public async Task<IReadOnlyDictionary<TrackId, PreviewLookup>> WaitAsync(
        IReadOnlyList<Track> tracks, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!_enabled)
            return tracks.DistinctBy(track => track.Id).ToDictionary(track => track.Id, _ => new PreviewLookup(PreviewStatus.None));

        var lookups = new Dictionary<TrackId, PreviewLookup>(tracks.Count);
        var open = new List<(Track Track, Task<PreviewPage> Page)>();
        foreach (var track in tracks.DistinctBy(track => track.Id))
        {
            if (Remembered(track) is { } page)
                lookups.Add(track.Id, page.For(track));
            else if (Add(track, shown: true) is { } inquiry)
                open.Add((track, inquiry.Answered.Task));
            else
                lookups.Add(track.Id, new PreviewLookup(PreviewStatus.Failed));
        }

        if (open.Count > 0)
        {
            Work();
            await WaitAsync(open.Select(one => one.Page), patience, cancellationToken);
            foreach (var (track, page) in open)
                lookups[track.Id] = page.IsCompletedSuccessfully ? (await page).For(track) : new PreviewLookup(PreviewStatus.Pending);
        }

        return lookups;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _queue.End(Unanswered);
        _stop.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Stop());
        _queue.End(Unanswered);
        _stop.Dispose();
    }

    private Task[] Stop()
    {
        Task[] workers;
        lock (_lock)
        {
            workers = [.. _workers];
            if (_stopped)
                return workers;
            _stopped = true;
        }

        // Not under the lock: who waits for it goes on at once, in here.
        _stop.Cancel();
        return workers;
    }

    private async Task WaitAsync(IEnumerable<Task> answers, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(answers).WaitAsync(patience, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The rest is pending.
        }
    }

    private PreviewPage? Remembered(Track track) => Fresh(_cache.TryGet<PreviewPage>(Key(track), MemoryOnly));

    private PreviewPage? Fresh(MaybeValue<PreviewPage> page) => page.HasValue && page.Value.GoodUntil > _time.GetUtcNow() ? page.Value : null;

    private Inquiry? Add(Track track, bool shown)
    {
        if (_queue.Add(track, shown) is { } inquiry)
            return inquiry;

        _metrics.Called("previews", "queue", "full");
        return null;
    }

    // Workers come when there is something to do and go when there is not.
    private void Work()
    {
        lock (_lock)
        {
            while (_working < AtOnce && !_stopped && _queue.Take() is { } first)
            {
                _working++;
                var worker = Task.Run(() => WorkAsync(first));
                _workers.Add(worker);
                _ = worker.ContinueWith(done => { lock (_lock) _workers.Remove(done); }, TaskScheduler.Default);
            }
        }
    }

    private async Task WorkAsync(Inquiry? inquiry)
    {
        while (inquiry is not null)
        {
            var later = !inquiry.Shown;
            await AnswerAsync(inquiry);
            if (later)
                await PauseAsync();
            inquiry = Next();
        }
    }

    private Inquiry? Next()
    {
        lock (_lock)
        {
            var next = _stopped ? null : _queue.Take();
            if (next is null)
                _working--;
            return next;
        }
    }

    private async Task AnswerAsync(Inquiry inquiry)
    {
        using var apart = StoryBeatsActivities.BeginApart("preview", inquiry.Cause);
        PreviewPage page;
        try
        {
            // Another instance may have found it.
            if (Fresh(await _cache.TryGetAsync<PreviewPage>(Key(inquiry.Track), Anywhere, _stop.Token)) is { } shared)
            {
                page = shared;
            }
            else
            {
                page = await _finder.FindAsync(inquiry.Track, inquiry.Shown, _stop.Token);
                var lifetime = page.GoodUntil - _time.GetUtcNow();
                if (lifetime > TimeSpan.Zero)
                    await _cache.SetAsync(Key(inquiry.Track), page, Anywhere.Duplicate(lifetime), token: _stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            page = Unanswered;
        }
        catch (Exception fault)
        {
            LogFault(fault);
            page = Unanswered;
        }

        _queue.Close(inquiry, page);
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(LaterPause, _time, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }

        _queue.AllowLater();
    }

    private static string Key(Track track) => "preview:v1:" + track.Id.Value;

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for a preview failed in an unforeseen way; the song goes without")]
    private partial void LogFault(Exception fault);
}
