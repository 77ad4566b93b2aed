namespace StoryBeats.Server.Telemetry;

/// <summary>What was measured in a minute, or in several added up.</summary>
internal sealed class FigureSlice
{
    /// <summary>The minute, counted from the start.</summary>
    public long Minute { get; set; } = -1;

    public int Requests { get; set; }

    public int Failed { get; set; }

    /// <summary>Seconds from a photo to its songs, where somebody had to look at it.</summary>
    public QuantileSketch First { get; } = new();

    /// <summary>The same where its reading was known.</summary>
    public QuantileSketch Cached { get; } = new();

    /// <summary>Seconds that a ranking took over artists of the live catalogue.</summary>
    public QuantileSketch Artists { get; } = new();

    /// <summary>Calls to Spotify of a photo.</summary>
    public QuantileSketch Calls { get; } = new();

    /// <summary>Lookups by cache.</summary>
    public Dictionary<string, CacheLookups> Caches { get; } = new(StringComparer.Ordinal);

    /// <summary>Tokens of models, or null where none were counted.</summary>
    public long? Tokens { get; set; }

    /// <summary>What models cost in US dollars, or null where no price is set.</summary>
    public double? Cost { get; set; }

    public void LookedUp(string cache, bool isHit, long count)
    {
        var before = Caches.GetValueOrDefault(cache);
        Caches[cache] = new CacheLookups(before.Hits + (isHit ? count : 0), before.All + count);
    }

    public void Add(FigureSlice other)
    {
        Requests += other.Requests;
        Failed += other.Failed;
        First.Add(other.First);
        Cached.Add(other.Cached);
        Artists.Add(other.Artists);
        Calls.Add(other.Calls);
        foreach (var (cache, lookups) in other.Caches)
        {
            var before = Caches.GetValueOrDefault(cache);
            Caches[cache] = new CacheLookups(before.Hits + lookups.Hits, before.All + lookups.All);
        }

        if (other.Tokens is { } tokens)
            Tokens = (Tokens ?? 0) + tokens;
        if (other.Cost is { } cost)
            Cost = (Cost ?? 0) + cost;
    }

    public void Clear(long minute)
    {
        Minute = minute;
        (Requests, Failed, Tokens, Cost) = (0, 0, null, null);
        First.Clear();
        Cached.Clear();
        Artists.Clear();
        Calls.Clear();
        Caches.Clear();
    }
}

/// <summary>Lookups in a cache.</summary>
/// <param name="Hits">Those that found something fresh.</param>
/// <param name="All">All of them.</param>
internal readonly record struct CacheLookups(long Hits, long All);
