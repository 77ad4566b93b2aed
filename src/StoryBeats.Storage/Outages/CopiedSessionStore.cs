using System.Collections.Concurrent;
using StoryBeats.Outages;
using StoryBeats.Ranking;
using StoryBeats.Sessions;
using StoryBeats.Storage.Stores;

namespace StoryBeats.Storage.Outages;

/// <summary>
/// Sessions in PostgreSQL, and a copy of each beside it. While PostgreSQL is away the copies are what counts; what changed meanwhile is brought
/// home by whoever asks for it first, or within a moment. Two instances that change the same copy at once do not see each other: the last word
/// stands.
/// </summary>
internal sealed class CopiedSessionStore(EfSessionStore stored, ISessionCopies copies, Parts parts) : ISessionStore, IDisposable
{
    private const int Turns = 64;

    private readonly ConcurrentDictionary<SessionId, bool> _toBringHome = new();

    // One change of a copy at a time: few sessions share a turn.
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Turns).Select(_ => new SemaphoreSlim(1, 1))];

    public async ValueTask AddAsync(RecommendationSession session, CancellationToken cancellationToken)
    {
        var state = CopyState.Kept;
        try
        {
            await stored.AddAsync(session, cancellationToken);
        }
        catch (Exception fault) when (StorageAwayException.Explains(fault))
        {
            state = CopyState.New;
        }

        await SaveAsync(SessionCopy.Of(session, state), cancellationToken);
    }

    public async ValueTask<RecommendationSession?> FindAsync(SessionId id, CancellationToken cancellationToken)
    {
        SessionCopy? copy = null;
        try
        {
            copy = await HomeAsync(id, cancellationToken);
            var session = await stored.FindAsync(id, cancellationToken);
            if (session is not null && session.Revision != copy?.Revision)
                await SaveAsync(SessionCopy.Of(session, CopyState.Kept), cancellationToken);
            return session;
        }
        catch (Exception fault) when (StorageAwayException.Explains(fault))
        {
            copy ??= await CopyAsync(id, cancellationToken);
            return copy?.ToSession() ?? throw Unknown(fault);
        }
    }

    public async ValueTask<IReadOnlyList<ScoredTrack>?> TakeNextAsync(SessionId id, int count, CancellationToken cancellationToken)
    {
        try
        {
            var copy = await HomeAsync(id, cancellationToken);
            var next = await stored.TakeNextAsync(id, count, cancellationToken);
            if (copy is not null && next is { Count: > 0 })
                await SaveAsync(copy with { Shown = copy.Shown + next.Count, Revision = copy.Revision + 1 }, cancellationToken);
            return next;
        }
        catch (Exception fault) when (StorageAwayException.Explains(fault))
        {
            IReadOnlyList<ScoredTrack> next = [];
            await ChangeCopyAsync(
                id, fault,
                session =>
                {
                    next = [.. session.Ranked.Skip(session.Shown).Take(count)];
                    return next.Count == 0 ? null : session with { Shown = session.Shown + next.Count };
                },
                cancellationToken);
            return next;
        }
    }

    public async ValueTask<bool> ChangeAsync(RecommendationSession session, CancellationToken cancellationToken)
    {
        try
        {
            await HomeAsync(session.Id, cancellationToken);
            if (!await stored.ChangeAsync(session, cancellationToken))
                return false;

            await SaveAsync(SessionCopy.Of(session with { Revision = session.Revision + 1 }, CopyState.Kept), cancellationToken);
            return true;
        }
        catch (Exception fault) when (StorageAwayException.Explains(fault))
        {
            return await ChangeCopyAsync(session.Id, fault, now => now.Revision == session.Revision ? session : null, cancellationToken);
        }
    }

    public async ValueTask<bool> ReorderAsync(SessionId id, int expectedShown, IReadOnlyList<ScoredTrack> ranked, CancellationToken cancellationToken)
    {
        try
        {
            await HomeAsync(id, cancellationToken);
            return await stored.ReorderAsync(id, expectedShown, ranked, cancellationToken);
        }
        catch (Exception fault) when (StorageAwayException.Explains(fault))
        {
            return await ChangeCopyAsync(id, fault, session => session.Reordered(expectedShown, ranked), cancellationToken);
        }
    }

    public async ValueTask<bool> ForgetAsync(SessionId id, CancellationToken cancellationToken)
    {
        var copy = await CopyAsync(id, cancellationToken);
        var forgotten = false;
        try
        {
            forgotten = await stored.ForgetAsync(id, cancellationToken);
        }
        catch (Exception fault) when (StorageAwayException.Explains(fault) && copy is { State: CopyState.New })
        {
            // The copy is all there is of it.
        }

        _toBringHome.TryRemove(id, out _);
        // What nobody knows leaves no trace.
        if (forgotten || copy is not null)
            await copies.RemoveAsync(id, cancellationToken);
        return forgotten || copy is { State: CopyState.New };
    }

    /// <summary>Brings home what this instance changed while the database was away.</summary>
    public async Task BringHomeAsync(CancellationToken cancellationToken)
    {
        if (parts.IsAway(Parts.Storage))
            return;

        List<Exception> faults = [];
        foreach (var id in _toBringHome.Keys)
        {
            try
            {
                await HomeAsync(id, cancellationToken);
                _toBringHome.TryRemove(id, out _);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                // One that cannot go home does not keep the others out.
                faults.Add(fault);
            }
        }

        if (faults.Count > 0)
            throw new AggregateException(faults);
    }

    public void Dispose() => Array.ForEach(_turns, turn => turn.Dispose());

    // The copy, once the database knows what it says: another instance may have changed it while the database was away.
    private async ValueTask<SessionCopy?> HomeAsync(SessionId id, CancellationToken cancellationToken)
    {
        var copy = await CopyAsync(id, cancellationToken);
        if (copy is null or { State: CopyState.Kept } || parts.IsAway(Parts.Storage))
            return copy;

        using (await TurnAsync(id, cancellationToken))
        {
            copy = await CopyAsync(id, cancellationToken);
            if (copy is null or { State: CopyState.Kept })
                return copy;

            var session = copy.ToSession();
            // A session whose first writing was given up may have been written all the same.
            if (await stored.FindAsync(id, cancellationToken) is { } home)
                await stored.ChangeAsync(session with { Revision = home.Revision }, cancellationToken);
            else if (copy.State is CopyState.New)
                await stored.AddAsync(session, cancellationToken);
            if (await stored.FindAsync(id, cancellationToken) is not { } kept)
                return null;

            copy = SessionCopy.Of(kept, CopyState.Kept);
            await SaveAsync(copy, cancellationToken);
            return copy;
        }
    }

    private async ValueTask<bool> ChangeCopyAsync(
        SessionId id, Exception fault, Func<RecommendationSession, RecommendationSession?> change, CancellationToken cancellationToken)
    {
        using (await TurnAsync(id, cancellationToken))
        {
            var copy = await CopyAsync(id, cancellationToken) ?? throw Unknown(fault);
            if (change(copy.ToSession()) is not { } changed)
                return false;

            var state = copy.State is CopyState.New ? CopyState.New : CopyState.Changed;
            await SaveAsync(SessionCopy.Of(changed with { Revision = copy.Revision + 1 }, state), cancellationToken);
            return true;
        }
    }

    private async ValueTask SaveAsync(SessionCopy copy, CancellationToken cancellationToken)
    {
        var id = new SessionId(copy.Id);
        await copies.SaveAsync(id, copy.ToJson(), cancellationToken);
        if (copy.State is not CopyState.Kept)
            _toBringHome[id] = true;
    }

    private async ValueTask<SessionCopy?> CopyAsync(SessionId id, CancellationToken cancellationToken) =>
        await copies.FindAsync(id, cancellationToken) is { } json ? SessionCopy.FromJson(json) : null;

    private async ValueTask<Turn> TurnAsync(SessionId id, CancellationToken cancellationToken)
    {
        var turn = _turns[(uint)id.GetHashCode() % Turns];
        await turn.WaitAsync(cancellationToken);
        return new Turn(turn);
    }

    // Whether there is such a session cannot be told.
    private static StorageAwayException Unknown(Exception fault) => new("PostgreSQL does not answer, and there is no copy of the session.", fault);

    private readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
