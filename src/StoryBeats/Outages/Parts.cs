using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using StoryBeats.Ranking;
using StoryBeats.Telemetry;

namespace StoryBeats.Outages;

/// <summary>What photos are answered without for a while, and whether it is away: told in answers, by <c>/health/ready</c> and by a gauge.</summary>
public sealed class Parts
{
    /// <summary>The database.</summary>
    public const string Storage = "storage";

    /// <summary>The cache that instances share.</summary>
    public const string Redis = "redis";

    private static readonly Relaxation Note = new(Storage, "Our database does not answer just now: here are your songs all the same, but likes and profiles cannot be kept until it does.");

    private readonly ConcurrentDictionary<string, bool> _away = new(StringComparer.Ordinal);

    /// <summary>Creates the gauge <c>storybeats.parts.away</c>.</summary>
    public Parts(StoryBeatsMetrics metrics) => metrics.Meter.CreateObservableGauge(
        "storybeats.parts.away",
        () => _away.Select(part => new Measurement<int>(part.Value ? 1 : 0, new KeyValuePair<string, object?>("part", part.Key))),
        "{part}",
        "1 while a part that photos can be answered without does not answer, by part");

    /// <summary>The parts there are, in the order of their names, and whether each is away.</summary>
    public IReadOnlyList<KeyValuePair<string, bool>> All => [.. _away.OrderBy(part => part.Key, StringComparer.Ordinal)];

    /// <summary>Whether a part is away.</summary>
    public bool IsAway(string part) => _away.GetValueOrDefault(part);

    /// <summary>Notes how a part is.</summary>
    /// <returns>Whether that is news; that a new part is there is none.</returns>
    public bool Set(string part, bool isAway)
    {
        var isNews = isAway;
        _away.AddOrUpdate(part, isAway, (_, before) =>
        {
            isNews = before != isAway;
            return isAway;
        });
        return isNews;
    }

    /// <summary>What gave way, and that storage did where it is away.</summary>
    public IReadOnlyList<Relaxation> Told(IReadOnlyList<Relaxation> relaxed) => IsAway(Storage) ? [.. relaxed, Note] : relaxed;
}
