using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace StoryBeats.Providers.Spotify;

/// <summary>
/// Lets calls go: not while Spotify said to wait, not more than the window holds, and those that nobody waits for only when no live
/// request is under way and the window is far from full.
/// </summary>
internal sealed class SpotifyAdmission(IOptions<SpotifyOptions> options, ISharedWindow shared, TimeProvider time)
{
    /// <summary>Spotify counts over thirty seconds; one more, since calls do not all take equally long to get there.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(31);

    /// <summary>A live call waits this long for its turn at most, then it fails.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    // Of the window, for calls that nobody waits for.
    private const double BackgroundShare = .75;

    private readonly RollingWindow _window = new(options.Value.CallsPer30Seconds, Window);
    private readonly int _background = ForBackground(options.Value.CallsPer30Seconds);
    private readonly Lock _lock = new();
    private DateTimeOffset _heldUntil = DateTimeOffset.MinValue;
    private int _live;

    /// <summary>Whether a live request is under way.</summary>
    public bool IsLive => Volatile.Read(ref _live) > 0;

    /// <summary>How long Spotify wants not to be asked; zero or less when it may be.</summary>
    public TimeSpan HeldFor
    {
        get
        {
            lock (_lock)
                return _heldUntil - time.GetUtcNow();
        }
    }

    /// <summary>What calls that nobody waits for may take of a window.</summary>
    public static int ForBackground(int limit) => Math.Max(1, (int)(limit * BackgroundShare));

    /// <summary>Spotify said to wait. A long wait concerns all instances.</summary>
    public async ValueTask HoldAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        Hold(duration);
        if (duration > SpotifyResilience.LongestRetryAfter)
            await shared.HoldAsync(duration, cancellationToken);
    }

    /// <summary>A live request is under way until disposed.</summary>
    public IDisposable BeginLive()
    {
        Interlocked.Increment(ref _live);
        return new Live(this);
    }

    /// <summary>Waits for a call's turn.</summary>
    /// <returns>A lease that is not acquired when the turn is too far away; it says how far.</returns>
    public async ValueTask<RateLimitLease> AcquireAsync(bool live, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var wait = TryTakeOwn(live);
            if (wait <= TimeSpan.Zero)
            {
                wait = await shared.HeldForAsync(cancellationToken);
                if (wait > TimeSpan.Zero)
                    Hold(wait);
                else
                    wait = await shared.TryTakeAsync(live, cancellationToken);
                if (wait <= TimeSpan.Zero)
                    return Lease.Granted;
                _window.GiveBack();
            }

            if (!live || time.GetElapsedTime(start) + wait > LongestWait)
                return new Lease(wait);
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private void Hold(TimeSpan duration)
    {
        lock (_lock)
        {
            var until = time.GetUtcNow() + duration;
            if (until > _heldUntil)
                _heldUntil = until;
        }
    }

    private TimeSpan TryTakeOwn(bool live)
    {
        if (HeldFor is var held && held > TimeSpan.Zero)
            return held;
        if (!live && IsLive)
            return TimeSpan.FromSeconds(1);
        return _window.TryTake(time.GetUtcNow(), live ? null : _background);
    }

    private sealed class Live(SpotifyAdmission admission) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
                Interlocked.Decrement(ref admission._live);
        }
    }

    private sealed class Lease(TimeSpan? retryAfter) : RateLimitLease
    {
        public static Lease Granted { get; } = new(null);

        public override bool IsAcquired => retryAfter is null;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = retryAfter;
            return retryAfter is not null && metadataName == MetadataName.RetryAfter.Name;
        }
    }
}
