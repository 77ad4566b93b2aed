using StoryBeats.Server.Telemetry;

namespace StoryBeats.Server.Wire;

/// <summary>How this instance did in its last hour. Each figure stands beside its target; what was not measured is null, and so is whether it is ok.</summary>
internal sealed record StatsResponse(
    string Instance,
    DateTimeOffset Since,
    int WindowSeconds,
    RequestStats Requests,
    LatencyStats Latency,
    CacheStats Cache,
    UpstreamStats Upstream,
    ArtistStats Artists,
    IReadOnlyDictionary<string, int> Queues,
    ModelStats Models)
{
    private const int RecentMinutes = 30;

    public static StatsResponse From(FigureSlice sum, LiveFigures figures, DateTimeOffset now) => new(
        Environment.MachineName,
        now - figures.Watched,
        LiveFigures.Minutes * 60,
        new RequestStats(sum.Requests, sum.Failed, Less(Rate(sum.Failed, sum.Requests), Targets.ErrorRate)),
        new LatencyStats(
            Photos(sum.First, Targets.FirstSeconds, figures.Recent(RecentMinutes, slice => slice.First, .95)),
            Photos(sum.Cached, Targets.CachedSeconds, figures.Recent(RecentMinutes, slice => slice.Cached, .95))),
        Caches(sum),
        new UpstreamStats(Calls(sum.Calls)),
        new ArtistStats(sum.Artists.Count, Round(sum.Artists.Quantile(.95)), Targets.ArtistSeconds, sum.Artists.Quantile(.95) is { } seconds ? seconds <= Targets.ArtistSeconds : null),
        figures.Depths(),
        new ModelStats(sum.Tokens, sum.Cost));

    private static TargetStats Less(double? value, double target) => new(Round(value), target, value is { } known ? known < target : null);

    private static PhotoStats Photos(QuantileSketch seconds, double target, IReadOnlyList<double?> recent)
    {
        var p95 = seconds.Quantile(.95);
        return new PhotoStats(
            seconds.Count, Milliseconds(seconds.Quantile(.5)), Milliseconds(p95), Milliseconds(seconds.Quantile(.99)), target * 1000,
            p95 is { } known ? known <= target : null, [.. recent.Select(Milliseconds)]);
    }

    private static CacheStats Caches(FigureSlice sum)
    {
        var rate = Rate(sum.Caches.Values.Sum(cache => cache.Hits), sum.Caches.Values.Sum(cache => cache.All));
        return new CacheStats(
            new TargetStats(Round(rate), Targets.HitRate, rate is { } known ? known > Targets.HitRate : null),
            sum.Caches.OrderBy(cache => cache.Key, StringComparer.Ordinal)
                .ToDictionary(cache => cache.Key, cache => new OneCacheStats(cache.Value.All, Round(Rate(cache.Value.Hits, cache.Value.All))), StringComparer.Ordinal));
    }

    private static CallStats Calls(QuantileSketch calls)
    {
        var p95 = calls.Quantile(.95);
        return new CallStats(Round(calls.Mean), p95 is { } known ? Math.Round(known) : null, calls.Count == 0 ? null : (int)calls.Max, Targets.Calls, p95 is { } few ? few < Targets.Calls : null);
    }

    private static double? Rate(long part, long all) => all == 0 ? null : (double)part / all;

    private static double? Milliseconds(double? seconds) => seconds is { } known ? Math.Round(known * 1000, 1) : null;

    private static double? Round(double? value) => value is { } known ? Math.Round(known, 4) : null;
}

internal sealed record TargetStats(double? Value, double Target, bool? Ok);

internal sealed record RequestStats(int Count, int Errors, TargetStats ErrorRate);

internal sealed record LatencyStats(PhotoStats First, PhotoStats Cached);

/// <summary>From a photo to its songs; <paramref name="RecentP95Ms"/> has one of each of the last minutes, the oldest first.</summary>
internal sealed record PhotoStats(int Count, double? P50Ms, double? P95Ms, double? P99Ms, double TargetMs, bool? Ok, IReadOnlyList<double?> RecentP95Ms);

internal sealed record CacheStats(TargetStats HitRate, IReadOnlyDictionary<string, OneCacheStats> ByCache);

internal sealed record OneCacheStats(long Lookups, double? HitRate);

internal sealed record UpstreamStats(CallStats CallsPerRequest);

internal sealed record CallStats(double? Mean, double? P95, int? Max, double Target, bool? Ok);

internal sealed record ArtistStats(int Count, double? P95S, double TargetS, bool? Ok);

/// <summary>Of the window; null where no model said how many, or no price is set.</summary>
internal sealed record ModelStats(long? Tokens, double? CostUsd);
