using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using StoryBeats.Telemetry;

namespace StoryBeats.Photos;

/// <summary>
/// Lets a few photos be decoded at once and some wait; who comes when all places are taken is turned away at once. Photos that are received
/// or held count by their bytes as well, so that many visitors with large photos do not fill the memory.
/// </summary>
public sealed class PhotoGate : IDisposable
{
    private const long MebiByte = 1 << 20;

    private readonly ConcurrencyLimiter _decoding;
    private readonly ConcurrencyLimiter _mebiBytes;
    private readonly int _mostWaiting;
    private readonly int _mostMebiBytes;
    private readonly TimeSpan _longestWait;
    private readonly StoryBeatsMetrics _metrics;

    /// <summary>Creates the gate with all places free.</summary>
    public PhotoGate(IOptions<PhotoLimits> limits, StoryBeatsMetrics metrics)
    {
        var set = limits.Value;
        _metrics = metrics;
        _mostWaiting = set.MaxWaiting;
        _longestWait = TimeSpan.FromSeconds(set.MaxWaitSeconds);
        // One photo always has room, however little is set.
        _mostMebiBytes = (int)MebiBytes(Math.Max(set.MaxBytesAtOnce, set.MaxBytes));
        _decoding = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = set.MaxConcurrent ?? DefaultConcurrent(set),
            QueueLimit = _mostWaiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        _mebiBytes = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = _mostMebiBytes,
            QueueLimit = (int)Math.Min(int.MaxValue, (long)_mostWaiting * MebiBytes(set.MaxBytes)),
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        metrics.WatchQueue("photos", () => Waiting);
    }

    /// <summary>Photos that wait to be decoded.</summary>
    public int Waiting => (int)_decoding.GetStatistics()!.CurrentQueuedCount;

    /// <summary>Waits for a place to decode a photo; disposing it frees it.</summary>
    /// <returns>The place, or null when too many wait or it took too long.</returns>
    public Task<IDisposable?> EnterAsync(CancellationToken cancellationToken) => TakeAsync(_decoding, 1, "decoding", cancellationToken);

    /// <summary>Waits for room for a photo's bytes; disposing it frees it.</summary>
    /// <param name="bytes">How many they are, or may be at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The room, or null when too many wait, for this or to be decoded, or it took too long.</returns>
    public async Task<IDisposable?> HoldAsync(long bytes, CancellationToken cancellationToken)
    {
        if (_mostWaiting > 0 && Waiting >= _mostWaiting)
        {
            _metrics.Shed("decoding");
            return null;
        }

        return await TakeAsync(_mebiBytes, (int)Math.Clamp(MebiBytes(bytes), 1, _mostMebiBytes), "bytes", cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoding.Dispose();
        _mebiBytes.Dispose();
    }

    private async Task<IDisposable?> TakeAsync(ConcurrencyLimiter limiter, int permits, string what, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_longestWait);
        try
        {
            var lease = await limiter.AcquireAsync(permits, patience.Token);
            if (lease.IsAcquired)
                return lease;
            lease.Dispose();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It waited as long as may be.
            what += "_wait";
        }

        _metrics.Shed(what);
        return null;
    }

    // Two a core, as one may wait for memory while the other computes; of half the memory, as the rest is not ours alone.
    private static int DefaultConcurrent(PhotoLimits limits) => (int)Math.Clamp(
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 / limits.MaxWholeFrameBytes, 1, Environment.ProcessorCount * 2);

    private static long MebiBytes(long bytes) => (bytes + MebiByte - 1) / MebiByte;
}
