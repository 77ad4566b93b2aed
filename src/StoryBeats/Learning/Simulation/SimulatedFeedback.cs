using System.Runtime.CompilerServices;
using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Sessions;
using StoryBeats.Visitors;

namespace StoryBeats.Learning.Simulation;

/// <summary>Feedback in memory, with songs passed over as a store adds them.</summary>
internal sealed class SimulatedFeedback : IFeedbackStore
{
    private readonly List<FeedbackEntry> _all = [];
    private readonly Dictionary<VisitorId, List<FeedbackEntry>> _own = [];

    /// <summary>Keeps what a session said; where it said anything, the other songs were passed over.</summary>
    public void Keep(IReadOnlyList<FeedbackEntry> said, IEnumerable<FeedbackSong> shown)
    {
        if (said.Count == 0)
            return;
        Add(said);
        Add([.. shown.Where(song => !said.Any(entry => entry.Song!.Id == song.Id)).Select(song => said[0] with
        {
            Signal = FeedbackSignal.NoReaction,
            Weight = SignalWeights.NoReaction,
            Reason = null,
            Song = song,
        })]);
    }

    public ValueTask<bool> SaveAsync(FeedbackEntry entry, CancellationToken cancellationToken)
    {
        Add([entry]);
        return new(true);
    }

    public ValueTask<ShownSong?> FindShownAsync(SessionId session, TrackId? song, CancellationToken cancellationToken) => new((ShownSong?)null);

    public async IAsyncEnumerable<FeedbackEntry> ReadAsync(DateTimeOffset since, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        foreach (var entry in _all)
        {
            if (entry.At >= since)
                yield return entry;
        }
    }

    public ValueTask<IReadOnlyList<FeedbackEntry>> ReadOwnAsync(SessionId? session, VisitorId? visitor, CancellationToken cancellationToken) =>
        new(visitor is { } known && _own.TryGetValue(known, out var own) ? own : []);

    public ValueTask<IReadOnlySet<TrackId>> SaidAboutAsync(SessionId session, CancellationToken cancellationToken) =>
        new(_all.Where(entry => entry.Session == session && entry is { Song: not null, Signal: not FeedbackSignal.NoReaction }).Select(entry => entry.Song!.Id).ToHashSet());

    public ValueTask<long> VersionAsync(CancellationToken cancellationToken) => new(_all.Count);

    private void Add(IReadOnlyList<FeedbackEntry> entries)
    {
        foreach (var entry in entries)
        {
            _all.Add(entry);
            if (entry.Visitor is not { } visitor)
                continue;
            if (!_own.TryGetValue(visitor, out var own))
                _own[visitor] = own = [];
            own.Add(entry);
        }
    }
}
