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
        foreach (var shown in request.Shown)
            Learn(shown);
        foreach (var source in _sources)
        {
            foreach (var candidate in await source.GetCandidatesAsync(request, cancellationToken))
            {
                offered++;
                if (!Learn(candidate.Track))
                    duplicates++;
                else if (request.Languages.Contains(candidate.Track.Language) && !request.Excluded.Contains(candidate.Track.Id))
                    kept.Add(candidate);
            }
        }

        return new RetrievalResult(kept, offered, duplicates);

        // Whether the song is new. All three sets learn of it, whichever of them knew it.
        bool Learn(Track track)
        {
            var fresh = ids.Add(track.Id);
            if (track.Isrc is { } isrc)
                fresh &= isrcs.Add(isrc);
            return keys.Add(track.Key) && fresh;
        }
    }
}
