using Microsoft.Extensions.Caching.Memory;
using StoryBeats.Catalog;

namespace StoryBeats.Providers.ReccoBeats;

/// <summary>What the database has, in memory: a request that is warm asks neither.</summary>
internal sealed class KeptFindings(IMeasuredFeatureStore store, TimeProvider time) : IDisposable
{
    /// <summary>Most tracks in memory; each is some 200 bytes.</summary>
    public const int Capacity = 50_000;

    /// <summary>How long it is believed that the database has nothing of a track, which another instance may have put there.</summary>
    public static readonly TimeSpan NothingLifetime = TimeSpan.FromMinutes(5);

    /// <summary>How long a track is not asked for again that made no sense or was answered by half.</summary>
    public static readonly TimeSpan HalfLifetime = TimeSpan.FromMinutes(10);

    /// <summary>How long a measurement stays in memory. It does not change; other instances' do not reach this one otherwise.</summary>
    public static readonly TimeSpan MeasuredLifetime = TimeSpan.FromHours(12);

    private readonly MemoryCache _memory = new(new MemoryCacheOptions { SizeLimit = Capacity });

    /// <summary>What is known of tracks, with one query for all that memory does not know.</summary>
    public async ValueTask<Dictionary<string, Finding>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Finding>(StringComparer.Ordinal);
        var missing = new List<TrackId>();
        foreach (var id in ids)
        {
            if (Remembered(id) is { } finding)
                found[id] = finding;
            else
                missing.Add(new TrackId(id));
        }

        if (missing.Count == 0)
            return found;

        var kept = await store.FindAsync(missing, cancellationToken);
        foreach (var id in missing)
        {
            // It may have been measured meanwhile.
            if (Remembered(id.Value) is { } newer)
            {
                found[id.Value] = newer;
                continue;
            }

            var finding = kept.TryGetValue(id, out var measured)
                ? new Finding(measured, Until: time.GetUtcNow() + MeasuredLifetime)
                : new Finding(null, Until: time.GetUtcNow() + NothingLifetime);
            Remember(id.Value, finding);
            found[id.Value] = finding;
        }

        return found;
    }

    /// <summary>Keeps for good.</summary>
    public async Task KeepAsync(IReadOnlyCollection<MeasuredFeatures> measured, CancellationToken cancellationToken)
    {
        foreach (var one in measured)
            Remember(one.Id.Value, new Finding(one, time.GetUtcNow() + MeasuredLifetime));
        await store.SaveAsync(measured, cancellationToken);
    }

    /// <summary>Remembers for a while that there is no full answer.</summary>
    public void RememberHalf(string id, MeasuredFeatures? what) =>
        Remember(id, new Finding(what, time.GetUtcNow() + HalfLifetime, IsHalf: true));

    public void Dispose() => _memory.Dispose();

    private Finding? Remembered(string id) =>
        _memory.TryGetValue(id, out Finding? finding) && finding!.Until > time.GetUtcNow() ? finding : null;

    private void Remember(string id, Finding finding) => _memory.Set(id, finding, new MemoryCacheEntryOptions { Size = 1 });
}

/// <summary>What is known of a track.</summary>
/// <param name="Measured">What was measured, or null when nothing is known.</param>
/// <param name="Until">When to look again.</param>
/// <param name="IsHalf">Whether it was asked for and the answer was not whole: not to be asked again before <paramref name="Until"/>.</param>
internal sealed record Finding(MeasuredFeatures? Measured, DateTimeOffset Until, bool IsHalf = false);
