using Microsoft.Extensions.Logging;
using StoryBeats.Catalog;
using StoryBeats.Retrieval;

namespace StoryBeats.Providers.Spotify;

/// <summary>Adds to Spotify's tracks what others know of them: at once what is known here, and later what takes asking.</summary>
internal sealed partial class PoolEnrichment(IEnumerable<ITrackEnricher> enrichers, ILogger<PoolEnrichment> logger)
{
    private readonly ITrackEnricher[] _enrichers = [.. enrichers];

    /// <summary>The pool with what the last one knew and what is known on this machine.</summary>
    public async ValueTask<ArtistPool> AtOnceAsync(ArtistPool pool, ArtistPool? last, CancellationToken cancellationToken)
    {
        var known = (last?.Tracks ?? []).DistinctBy(track => track.Id).ToDictionary(track => track.Id);
        IReadOnlyList<Track> tracks = [.. pool.Tracks.Select(track => known.GetValueOrDefault(track.Id) is { } before ? Carry(track, before) : track)];
        return pool with { Tracks = await EnrichAsync(tracks, askOthers: false, cancellationToken) };
    }

    /// <summary>The pool with what other services know too; the same pool when they know nothing more.</summary>
    public async ValueTask<ArtistPool> InTimeAsync(ArtistPool pool, CancellationToken cancellationToken)
    {
        var tracks = await EnrichAsync(pool.Tracks, askOthers: true, cancellationToken);
        return tracks.SequenceEqual(pool.Tracks) ? pool : pool with { Tracks = tracks };
    }

    private async ValueTask<IReadOnlyList<Track>> EnrichAsync(IReadOnlyList<Track> tracks, bool askOthers, CancellationToken cancellationToken)
    {
        if (tracks.Count == 0)
            return tracks;

        foreach (var enricher in _enrichers)
        {
            try
            {
                var richer = await enricher.EnrichAsync(tracks, askOthers, cancellationToken);
                if (richer.Count == tracks.Count)
                    tracks = richer;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogFailed(fault, enricher.GetType().Name);
            }
        }

        return tracks;
    }

    // Spotify knows nothing of these: what others said before stays until they say it again.
    private static Track Carry(Track track, Track before) => track with
    {
        Language = before.Language,
        Genres = track.Genres.Count > 0 ? track.Genres : before.Genres,
        Moods = track.Moods.Count > 0 ? track.Moods : before.Moods,
        Features = track.Features ?? before.Features,
        FeatureSource = track.Features is null ? before.FeatureSource : track.FeatureSource,
        FeatureConfidence = track.Features is null ? before.FeatureConfidence : track.FeatureConfidence,
        Popularity = track.Popularity ?? before.Popularity,
        PopularityIsEstimated = track.Popularity is null ? before.PopularityIsEstimated : track.PopularityIsEstimated,
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Enricher} failed; tracks stay as they were")]
    private partial void LogFailed(Exception fault, string enricher);
}
