using System.Diagnostics.Metrics;
using StoryBeats.Telemetry;

namespace StoryBeats.Providers.Spotify;

/// <summary>What is counted of the pools.</summary>
internal sealed class SpotifyMetrics
{
    private readonly Histogram<double> _pools;
    private readonly Counter<long> _filled;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _hedged;

    public SpotifyMetrics(StoryBeatsMetrics metrics)
    {
        var meter = metrics.Meter;
        _pools = metrics.SecondsOf("storybeats.spotify.pool.duration", "Time to fetch an artist's pool, by part and by whether a visitor waited");
        _filled = meter.CreateCounter<long>("storybeats.spotify.pools", "{pool}", "Pools asked for, by part, by whether a visitor waited, and how it went");
        _refused = meter.CreateCounter<long>("storybeats.spotify.refused", "{call}", "Calls that were not made: the window was full, Spotify said to wait, or its circuit was open");
        _hedged = meter.CreateCounter<long>("storybeats.spotify.hedged", "{call}", "Second requests after slow first ones");
    }

    /// <summary>A pool was asked for.</summary>
    public void Filled(ArtistAsk ask, CallTerms terms, string outcome, TimeSpan duration)
    {
        _filled.Add(1, new("part", ask.Part.ToString()), new("live", terms.Live), new("outcome", outcome));
        _pools.Record(duration.TotalSeconds, new("part", ask.Part.ToString()), new("live", terms.Live));
    }

    /// <summary>A call was not made.</summary>
    public void Refused(string why) => _refused.Add(1, new KeyValuePair<string, object?>("why", why));

    /// <summary>A second request was sent.</summary>
    public void Hedged() => _hedged.Add(1);
}
