using StoryBeats.Retrieval;

namespace StoryBeats.Providers.Spotify;

/// <summary>What is there of a request's artists without asking Spotify.</summary>
internal sealed class PoolStock
{
    private readonly Dictionary<ArtistAsk, KeptPool> _fresh = [];
    private readonly Dictionary<ArtistAsk, KeptPool> _stale = [];
    private readonly List<ArtistAsk> _ageing = [];
    private readonly List<ArtistAsk> _missing = [];
    private readonly List<ArtistAsk> _recent = [];

    private PoolStock()
    {
    }

    /// <summary>Pools that need not be asked for.</summary>
    public IReadOnlyDictionary<ArtistAsk, KeptPool> Fresh => _fresh;

    /// <summary>Pools from before, too old.</summary>
    public IReadOnlyDictionary<ArtistAsk, KeptPool> Stale => _stale;

    /// <summary>Fresh ones that will soon be too old, and empty ones that are: to be fetched anew while they still serve.</summary>
    public IReadOnlyList<ArtistAsk> Ageing => _ageing;

    /// <summary>Proven pools to ask for.</summary>
    public IReadOnlyList<ArtistAsk> Missing => _missing;

    /// <summary>Recent pools that are not fresh: no reason to keep anybody waiting.</summary>
    public IReadOnlyList<ArtistAsk> Recent => _recent;

    /// <summary>Whether some count as fresh though they are old: Spotify did not answer a moment ago, and is not asked again yet.</summary>
    public bool HasStaleForNow { get; private set; }

    /// <summary>Looks at both pools of every artist.</summary>
    public static async Task<PoolStock> TakeAsync(
        ArtistPools pools, IReadOnlyList<SelectedArtist> artists, TimeProvider time, CancellationToken cancellationToken)
    {
        var asks = artists
            .SelectMany(artist => Enum.GetValues<PoolPart>().Select(part => new ArtistAsk(artist, part)))
            .DistinctBy(ask => ask.Key)
            .ToList();
        var kept = await Task.WhenAll(asks.Select(ask => pools.PeekAsync(ask, cancellationToken).AsTask()));
        var stock = new PoolStock();
        var now = time.GetUtcNow();
        foreach (var (ask, pool) in asks.Zip(kept))
            stock.Add(ask, pool, now);
        return stock;
    }

    private void Add(ArtistAsk ask, KeptPool? kept, DateTimeOffset now)
    {
        // That there was nothing is no reason to keep anybody waiting for there being nothing still.
        if (kept is { Pool.Tracks.Count: 0 } && now >= kept.FreshUntil)
        {
            _fresh[ask] = kept;
            _ageing.Add(ask);
            return;
        }

        if (kept is not null && now < kept.FreshUntil)
        {
            _fresh[ask] = kept;
            var isStale = kept.IsStale(ask, now);
            HasStaleForNow |= isStale && kept.Pool.Tracks.Count > 0;
            if (!isStale && now >= kept.Pool.FilledAt + (ask.Lifetime * ArtistPools.EagerShare) && kept.Pool.Tracks.Count > 0)
                _ageing.Add(ask);
            return;
        }

        if (kept is not null)
            _stale[ask] = kept;
        (ask.Part is PoolPart.Proven ? _missing : _recent).Add(ask);
    }
}
