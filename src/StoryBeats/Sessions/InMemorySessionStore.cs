using System.Collections.Concurrent;
using StoryBeats.Ranking;

namespace StoryBeats.Sessions;

/// <summary>Sessions of one process, lost with it. The oldest give way when there are too many.</summary>
internal sealed class InMemorySessionStore(TimeProvider clock) : ISessionStore
{
    /// <summary>Most sessions kept; a session is some 10 KB.</summary>
    public const int Capacity = 20_000;

    private readonly ConcurrentDictionary<SessionId, Entry> _sessions = new();
    private long _nextSweep;

    public ValueTask AddAsync(RecommendationSession session, CancellationToken cancellationToken)
    {
        Sweep();
        _sessions[session.Id] = new Entry(session, clock.GetTimestamp());
        return ValueTask.CompletedTask;
    }

    public ValueTask<RecommendationSession?> FindAsync(SessionId id, CancellationToken cancellationToken) =>
        new(Use(id, session => (session, session)));

    public ValueTask<IReadOnlyList<ScoredTrack>?> TakeNextAsync(SessionId id, int count, CancellationToken cancellationToken) =>
        new(Use<IReadOnlyList<ScoredTrack>>(id, session =>
        {
            var next = session.Ranked.Skip(session.Shown).Take(count).ToList();
            return (next.Count == 0 ? session : session with { Shown = session.Shown + next.Count }, next);
        }));

    public ValueTask<bool> ChangeAsync(RecommendationSession session, CancellationToken cancellationToken)
    {
        var changed = false;
        Use(session.Id, now =>
        {
            changed = now.Revision == session.Revision;
            return (changed ? session : now, session);
        });
        return new(changed);
    }

    public ValueTask<bool> ReorderAsync(SessionId id, int expectedShown, IReadOnlyList<ScoredTrack> ranked, CancellationToken cancellationToken)
    {
        var reordered = false;
        Use(id, session =>
        {
            var changed = session.Reordered(expectedShown, ranked);
            reordered = changed is not null;
            return (changed ?? session, session);
        });
        return new(reordered);
    }

    public ValueTask<bool> ForgetAsync(SessionId id, CancellationToken cancellationToken) => new(_sessions.TryRemove(id, out _));

    private T? Use<T>(SessionId id, Func<RecommendationSession, (RecommendationSession Next, T Answer)> use)
        where T : class
    {
        if (!_sessions.TryGetValue(id, out var entry))
            return null;

        lock (entry)
        {
            if (clock.GetElapsedTime(entry.LastUse) > RecommendationSession.Lifetime)
            {
                _sessions.TryRemove(id, out _);
                return null;
            }

            var (next, answer) = use(entry.Session);
            if (!ReferenceEquals(next, entry.Session))
                entry.Session = next with { Revision = entry.Session.Revision + 1 };
            entry.LastUse = clock.GetTimestamp();
            return answer;
        }
    }

    // At most once a minute, or when full: a new session pays for throwing old ones away.
    private void Sweep()
    {
        var now = clock.GetTimestamp();
        var full = _sessions.Count >= Capacity;
        if (!full && now < Interlocked.Read(ref _nextSweep))
            return;

        Interlocked.Exchange(ref _nextSweep, now + (clock.TimestampFrequency * 60));
        foreach (var (id, entry) in _sessions)
        {
            if (clock.GetElapsedTime(entry.LastUse, now) > RecommendationSession.Lifetime)
                _sessions.TryRemove(id, out _);
        }

        if (_sessions.Count >= Capacity)
        {
            foreach (var (id, _) in _sessions.OrderBy(pair => pair.Value.LastUse).Take(Capacity / 10).ToList())
                _sessions.TryRemove(id, out _);
        }
    }

    private sealed class Entry(RecommendationSession session, long lastUse)
    {
        public RecommendationSession Session { get; set; } = session;

        public long LastUse { get; set; } = lastUse;
    }
}
