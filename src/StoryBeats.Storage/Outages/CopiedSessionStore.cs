using System.Collections.Concurrent;
using StoryBeats.Outages;
using StoryBeats.Ranking;
using StoryBeats.Sessions;
using StoryBeats.Storage.Stores;

namespace StoryBeats.Storage.Outages;

/// <summary>
/// Sessions in PostgreSQL, and a copy of each beside it. While PostgreSQL is away the copies are what counts; when it is back, what changed
/// meanwhile is brought home. Two instances that change the same copy at once do not see each other: the last word stands.
/// </summary>
internal sealed class CopiedSessionStore(EfSessionStore stored, ISessionCopies copies, Parts parts) : ISessionStore, IDisposable
{
    private readonly ConcurrentDictionary<SessionId, bool> _toBringHome = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

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

        await SaveAsync(session, state, cancellationToken);
    }

    public async ValueTask<RecommendationSession?> FindAsync(SessionId id, CancellationToken cancellationToken)
    {
        try
        {
            await BringHomeAsync(id, cancellationToken);
            var session = await stored.FindAsync(id, cancellationToken);
            if (session is not null)
            {
                await SaveAsync(session, CopyState.Kept, cancellationToken);
                return session;
            }

            // Another instance may have begun it and not brought it home yet.
            if (await CopyAsync(id, cancellationToken) is not { State: CopyState.New })
                return null;
            _toBringHome[id] = true;
            await BringHomeAsync(id, cancellationToken);
            return await stored.FindAsync(id, cancellationToken);
        }
        catch (Exception fault) when (StorageAwayException.Explains(fault))
        {
            return await CopyAsync(id, cancellationToken) is { } copy ? copy.ToSession() : throw Unknown(fault);
        }
    }

    public async ValueTask<IReadOnlyList<ScoredTrack>?> TakeNextAsync(SessionId id, int count, CancellationToken cancellationToken)
    {
        try
        {
            await BringHomeAsync(id, cancellationToken);
            // Null may be a session that is not home yet.
            return await stored.TakeNextAsync(id, count, cancellationToken)
                ?? (await FindAsync(id, cancellationToken) is null ? null : await stored.TakeNextAsync(id, count, cancellationToken));
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
            await BringHomeAsync(session.Id, cancellationToken);
            if (!await stored.ChangeAsync(session, cancellationToken))
                return false;

            await SaveAsync(session with { Revision = session.Revision + 1 }, CopyState.Kept, cancellationToken);
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
            await BringHomeAsync(id, cancellationToken);
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
        await copies.RemoveAsync(id, cancellationToken);
        return forgotten || copy is { State: CopyState.New };
    }

    /// <summary>Brings home what changed while the database was away.</summary>
    public async Task BringHomeAsync(CancellationToken cancellationToken)
    {
        List<Exception> faults = [];
        foreach (var id in _toBringHome.Keys)
        {
            try
            {
                await BringHomeAsync(id, cancellationToken);
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

    public void Dispose() => _turn.Dispose();

    private async ValueTask BringHomeAsync(SessionId id, CancellationToken cancellationToken)
    {
        if (!_toBringHome.ContainsKey(id) || parts.IsAway(Parts.Storage))
            return;

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (await CopyAsync(id, cancellationToken) is { State: not CopyState.Kept } copy)
            {
                var session = copy.ToSession();
                // A session whose first writing was given up may have been written all the same.
                if (await stored.FindAsync(id, cancellationToken) is { } home)
                    await stored.ChangeAsync(session with { Revision = home.Revision }, cancellationToken);
                else if (copy.State is CopyState.New)
                    await stored.AddAsync(session, cancellationToken);
                if (await stored.FindAsync(id, cancellationToken) is { } kept)
                    await copies.SaveAsync(id, SessionCopy.Of(kept, CopyState.Kept).ToJson(), cancellationToken);
            }

            _toBringHome.TryRemove(id, out _);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<bool> ChangeCopyAsync(
        SessionId id, Exception fault, Func<RecommendationSession, RecommendationSession?> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var copy = await CopyAsync(id, cancellationToken) ?? throw Unknown(fault);
            if (change(copy.ToSession()) is not { } changed)
                return false;

            await SaveAsync(
                changed with { Revision = copy.Revision + 1 }, copy.State is CopyState.New ? CopyState.New : CopyState.Changed, cancellationToken);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask SaveAsync(RecommendationSession session, CopyState state, CancellationToken cancellationToken)
    {
        await copies.SaveAsync(session.Id, SessionCopy.Of(session, state).ToJson(), cancellationToken);
        if (state is not CopyState.Kept)
            _toBringHome[session.Id] = true;
    }

    private async ValueTask<SessionCopy?> CopyAsync(SessionId id, CancellationToken cancellationToken) =>
        await copies.FindAsync(id, cancellationToken) is { } json ? SessionCopy.FromJson(json) : null;

    // Whether there is such a session cannot be told.
    private static StorageAwayException Unknown(Exception fault) => new("PostgreSQL does not answer, and there is no copy of the session.", fault);
}
