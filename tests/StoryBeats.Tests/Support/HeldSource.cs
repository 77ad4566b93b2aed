using System.Collections.Concurrent;
using StoryBeats.Catalog;
using StoryBeats.Retrieval;

namespace StoryBeats.Tests.Support;

/// <summary>A source that answers nobody until it is opened.</summary>
internal sealed class HeldSource(IEnumerable<Track> tracks) : ICandidateSource
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<RetrievalRequest> _requests = new();
    private readonly Track[] _tracks = [.. tracks];

    public string Name => "held";

    public IReadOnlyList<RetrievalRequest> Requests => [.. _requests];

    public async ValueTask<SourceAnswer> GetCandidatesAsync(RetrievalRequest request, CancellationToken cancellationToken)
    {
        _requests.Enqueue(request);
        await _open.Task.WaitAsync(cancellationToken);
        return new SourceAnswer([.. _tracks.Select(track => new CandidateTrack(track, Name))]);
    }

    public void Open() => _open.TrySetResult();

    public async Task UntilAskedAsync(int times)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (_requests.Count < times)
            await Task.Delay(5, patience.Token);
    }
}
