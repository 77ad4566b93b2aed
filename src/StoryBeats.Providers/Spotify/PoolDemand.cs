namespace StoryBeats.Providers.Spotify;

/// <summary>Pools that a request would have liked to have: they are fetched first when nobody waits.</summary>
internal sealed class PoolDemand
{
    private const int Most = 500;

    private readonly Lock _lock = new();
    private readonly Queue<ArtistAsk> _queue = new();
    private readonly HashSet<ArtistAsk> _asked = [];

    /// <summary>Adds pools; each once.</summary>
    public void Add(IEnumerable<ArtistAsk> asks)
    {
        lock (_lock)
        {
            foreach (var ask in asks)
            {
                if (_queue.Count < Most && _asked.Add(ask))
                    _queue.Enqueue(ask);
            }
        }
    }

    /// <summary>Takes the one that was asked for first.</summary>
    public ArtistAsk? Take()
    {
        lock (_lock)
        {
            if (!_queue.TryDequeue(out var ask))
                return null;
            _asked.Remove(ask);
            return ask;
        }
    }
}
