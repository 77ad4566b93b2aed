using StoryBeats.Catalog;
using StoryBeats.Retrieval;

namespace StoryBeats.Tests.Support;

/// <summary>Offers the same tracks to everybody, or like a catalogue only those in the languages wanted and not excluded.</summary>
internal sealed class ListSource(IEnumerable<Track> tracks, bool honoursRequest = false) : ICandidateSource
{
    private readonly Track[] _tracks = [.. tracks];

    public List<RetrievalRequest> Requests { get; } = [];

    public string Name => "list";

    public ValueTask<SourceAnswer> GetCandidatesAsync(RetrievalRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests.Add(request);
        var offered = _tracks.Where(track => !honoursRequest
            || (request.Languages.Contains(track.Language) && !request.Excluded.Contains(track.Id)));
        return ValueTask.FromResult(new SourceAnswer([.. offered.Select(track => new CandidateTrack(track, Name))]));
    }
}
