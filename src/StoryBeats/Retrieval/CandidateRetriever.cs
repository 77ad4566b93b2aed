using StoryBeats.Catalog;

namespace StoryBeats.Retrieval;

/// <summary>Asks every source and keeps each song once: same id, same ISRC, or same artist and title without version marks.</summary>
public sealed class CandidateRetriever(IEnumerable<ICandidateSource> sources)
{
    private readonly ICandidateSource[] _sources = [.. sources];

    /// <summary>Candidates in the order of the sources; of two that are the same song, the first stays.</summary>
    public async ValueTask<RetrievalResult> RetrieveAsync(RetrievalRequest request, CancellationToken cancellationToken)
    {
        var kept = new List<CandidateTrack>();
        var ids = new HashSet<TrackId>();
        var isrcs = new HashSet<Isrc>();
        var keys = new HashSet<TrackKey>();
        int offered = 0, duplicates = 0;
        foreach (var source in _sources)
        {
            foreach (var candidate in await source.GetCandidatesAsync(request, cancellationToken))
            {
                offered++;
                var track = candidate.Track;
                // All three sets learn of the track, whichever of them knew it.
                var fresh = ids.Add(track.Id);
                if (track.Isrc is { } isrc)
                    fresh &= isrcs.Add(isrc);
                fresh &= keys.Add(track.Key);
                if (!fresh)
                    duplicates++;
                else if (!request.Excluded.Contains(track.Id))
                    kept.Add(candidate);
            }
        }

        return new RetrievalResult(kept, offered, duplicates);
    }
}
