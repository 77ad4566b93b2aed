using Microsoft.Extensions.Logging;
using StoryBeats.Catalog;
using StoryBeats.Telemetry;

namespace StoryBeats.Retrieval;

/// <summary>
/// Asks every source at once and keeps each song once: same id, same ISRC, or same artist and title without version marks. A source
/// that fails costs its own songs alone, and the result says so.
/// </summary>
public sealed partial class CandidateRetriever(IEnumerable<ICandidateSource> sources, StoryBeatsMetrics metrics, ILogger<CandidateRetriever> logger)
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
        var reports = new List<SourceReport>();
        var asked = Array.FindAll(_sources, source => source.HasSongs);
        var answers = await Task.WhenAll(asked.Select(source => AskAsync(source, request, cancellationToken)));
        foreach (var (source, answer) in asked.Zip(answers))
        {
            reports.Add(new SourceReport(source.Name, answer.Status, answer.Candidates.Count, answer.Message));
            foreach (var candidate in answer.Candidates)
            {
                offered++;
                if (!Learn(candidate.Track))
                    duplicates++;
                else if (request.Languages.Contains(candidate.Track.Language) && request.Allows(candidate.Track))
                    kept.Add(candidate);
            }
        }

        return new RetrievalResult(kept, offered, duplicates, reports);

        // Whether the song is new. All three sets learn of it, whichever of them knew it.
        bool Learn(Track track)
        {
            var fresh = ids.Add(track.Id);
            if (track.Isrc is { } isrc)
                fresh &= isrcs.Add(isrc);
            return keys.Add(track.Key) && fresh;
        }
    }

    private async Task<SourceAnswer> AskAsync(ICandidateSource source, RetrievalRequest request, CancellationToken cancellationToken)
    {
        SourceAnswer answer;
        try
        {
            answer = await source.GetCandidatesAsync(request, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(fault, source.Name);
            answer = new SourceAnswer([], SourceStatus.Failed, $"{source.Name} could not be asked just now.");
        }

        metrics.Retrieved(source.Name, answer);
        if (answer.Status is not SourceStatus.Complete)
            LogIncomplete(source.Name, answer.Status, answer.Candidates.Count, answer.Message);
        return answer;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Source} failed; the other sources answer")]
    private partial void LogFailed(Exception fault, string source);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Source} was {Status} with {Offered} songs: {Why}")]
    private partial void LogIncomplete(string source, SourceStatus status, int offered, string? why);
}
