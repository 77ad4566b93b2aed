using StoryBeats.Photos;
using StoryBeats.Telemetry;
using StoryBeats.Vision;
using ZiggyCreatures.Caching.Fusion;

namespace StoryBeats.Providers.Caching;

/// <summary>
/// A photo that a model read before is not sent again, and one that several ask for at once is sent once. Failures are not kept. The one call
/// ends early only when nobody waits for it any more; it was too slow when somebody left for that.
/// </summary>
/// <param name="inner">The reader.</param>
/// <param name="promptId">What it is told: readings of another prompt are others.</param>
/// <param name="cache">The cache.</param>
internal sealed class CachingVibeReader(IVibeReader inner, string promptId, IFusionCache cache) : IVibeReader
{
    /// <summary>How long a reading is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private static readonly FusionCacheEntryOptions EntryOptions = CacheEntries.For(Lifetime);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    public string Name => inner.Name;

    public string Model => inner.Model;

    public string Host => inner.Host;

    public async Task<VibeReading> ReadAsync(PreparedPhoto photo, Action<VibeReading> early, CancellationToken late, CancellationToken cancellationToken)
    {
        var key = $"reading:v1:{inner.Name}:{inner.Model}:{promptId}:{photo.Fingerprint.Value}";
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late, cancellationToken);
        try
        {
            var kept = await cache.TryGetAsync<VibeReading>(key, EntryOptions, either.Token);
            if (kept.HasValue)
                return kept.Value;

            RequestTally.Current?.ReadsAnew();
            either.Token.ThrowIfCancellationRequested();
            return await FlownAsync(key, photo, early, either.Token, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new VibeReaderException(ReaderStatus.TimedOut, "did not answer in time");
        }
    }

    private async Task<VibeReading> FlownAsync(
        string key, PreparedPhoto photo, Action<VibeReading> early, CancellationToken lateOrUnwanted, CancellationToken unwanted)
    {
        var flight = Join(key, early, out var isFirst);
        if (isFirst)
            _ = FlyAsync(flight, photo);
        var isLate = false;
        try
        {
            return await flight.Landed.WaitAsync(lateOrUnwanted);
        }
        catch (OperationCanceledException) when (lateOrUnwanted.IsCancellationRequested && !unwanted.IsCancellationRequested)
        {
            isLate = true;
            throw;
        }
        finally
        {
            Leave(flight, isLate);
        }
    }

    private Flight Join(string key, Action<VibeReading> early, out bool isFirst)
    {
        lock (_lock)
        {
            isFirst = !_flights.TryGetValue(key, out var flight);
            if (flight is null)
                _flights[key] = flight = new Flight(key, early);
            flight.Waiting++;
            return flight;
        }
    }

    private void Leave(Flight flight, bool isLate)
    {
        lock (_lock)
        {
            flight.IsLate |= isLate;
            if (--flight.Waiting > 0)
                return;
            Remove(flight);
        }

        // Nobody waits.
        flight.Cancel();
    }

    private async Task FlyAsync(Flight flight, PreparedPhoto photo)
    {
        using var ending = flight;
        try
        {
            var reading = await inner.ReadAsync(photo, flight.Early, flight.Late, flight.Unwanted);
            await cache.SetAsync(flight.Key, reading, EntryOptions, token: CancellationToken.None);
            Land(flight);
            flight.Succeed(reading);
        }
        catch (Exception fault)
        {
            Land(flight);
            flight.Fail(fault);
        }
    }

    private void Land(Flight flight)
    {
        lock (_lock)
            Remove(flight);
    }

    private void Remove(Flight flight)
    {
        if (_flights.TryGetValue(flight.Key, out var current) && ReferenceEquals(current, flight))
            _flights.Remove(flight.Key);
    }

    private sealed class Flight(string key, Action<VibeReading> early) : IDisposable
    {
        private readonly Lock _ending = new();
        private readonly TaskCompletionSource<VibeReading> _landed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _late = new();
        private readonly CancellationTokenSource _unwanted = new();
        private bool _isOver;

        public string Key { get; } = key;

        /// <summary>The first caller's: the others come for the whole.</summary>
        public Action<VibeReading> Early { get; } = early;

        public int Waiting { get; set; }

        /// <summary>Whether somebody waited as long as may be.</summary>
        public bool IsLate { get; set; }

        public CancellationToken Late => _late.Token;

        public CancellationToken Unwanted => _unwanted.Token;

        public Task<VibeReading> Landed => _landed.Task;

        public void Cancel()
        {
            lock (_ending)
            {
                // What listens runs elsewhere, outside this lock.
                if (!_isOver)
                    _ = (IsLate ? _late : _unwanted).CancelAsync();
            }
        }

        public void Succeed(VibeReading reading) => _landed.TrySetResult(reading);

        public void Fail(Exception fault)
        {
            _landed.TrySetException(fault);
            // Seen, though everybody may have left.
            _ = _landed.Task.Exception;
        }

        public void Dispose()
        {
            lock (_ending)
            {
                _isOver = true;
                _late.Dispose();
                _unwanted.Dispose();
            }
        }
    }
}
