using Microsoft.EntityFrameworkCore;
using StoryBeats.Sessions;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Writing;
using StoryBeats.Visitors;

namespace StoryBeats.Storage.Stores;

/// <summary>What is kept of visitors, read for them and deleted for them.</summary>
internal sealed class EfVisitorRecords(IDbContextFactory<StoryBeatsDb> databases, WriteQueue queue, ISessionCopies copies, TimeProvider time) : IVisitorRecords
{
    public async ValueTask<KeptSession?> OfSessionAsync(SessionId session, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var kept = await ReadAsync(db, db.Sessions.Where(row => row.Id == session.Value), cancellationToken);
        return kept.Count == 0 ? null : kept[0];
    }

    public async ValueTask<IReadOnlyList<KeptSession>> OfVisitorAsync(VisitorId visitor, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, db.Sessions.Where(row => row.Visitor == visitor.Value), cancellationToken);
    }

    public async ValueTask<Visit?> AdoptAsync(VisitorId visitor, SessionId session, CancellationToken cancellationToken) =>
        await queue.ChangeAsync(
            async (db, token) =>
            {
                var row = await db.Sessions.AsNoTracking().FirstOrDefaultAsync(
                    row => row.Id == session.Value && (row.Visitor == null || row.Visitor == visitor.Value), token);
                if (row is null)
                    return null;

                await db.Sessions.Where(row => row.Id == session.Value).ExecuteUpdateAsync(set => set.SetProperty(row => row.Visitor, visitor.Value), token);
                await db.Feedback.Where(row => row.SessionId == session.Value).ExecuteUpdateAsync(set => set.SetProperty(row => row.Visitor, visitor.Value), token);
                return FeedbackRows.Visit(row.Visitor, row.CountsForOthers);
            },
            cancellationToken);

    public async ValueTask<int> ForgetAsync(VisitorId visitor, CancellationToken cancellationToken)
    {
        // Noted first: a photo that is stored after this is nobody's.
        var row = new ForgottenVisitorRow { Hash = ForgottenVisitorRow.HashOf(visitor.Value), At = time.GetUtcNow() };
        await queue.ChangeAsync(
            async (db, token) =>
            {
                await db.ForgottenVisitors.Where(known => known.Hash == row.Hash).ExecuteDeleteAsync(token);
                db.ForgottenVisitors.Add(row);
                await db.SaveChangesAsync(token);
            },
            cancellationToken);
        var sessions = await SessionsOfAsync(visitor, cancellationToken);
        var forgotten = await queue.ForgetAsync(session => session.Visitor == visitor.Value, cancellationToken);
        foreach (var session in sessions)
            await copies.RemoveAsync(session, cancellationToken);
        return forgotten;
    }

    public async ValueTask<bool> IsForgottenAsync(VisitorId visitor, CancellationToken cancellationToken)
    {
        var hash = ForgottenVisitorRow.HashOf(visitor.Value);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.ForgottenVisitors.AnyAsync(row => row.Hash == hash, cancellationToken);
    }

    private async Task<List<SessionId>> SessionsOfAsync(VisitorId visitor, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Sessions.Where(row => row.Visitor == visitor.Value && row.Payload != null).Select(row => new SessionId(row.Id)).ToListAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<KeptSession>> ReadAsync(StoryBeatsDb db, IQueryable<SessionRow> sessions, CancellationToken cancellationToken)
    {
        var rows = await sessions.AsNoTracking().OrderByDescending(row => row.Created).ToListAsync(cancellationToken);
        var ids = sessions.Select(row => row.Id);
        var shown = (await db.CountedAsShown.Where(row => ids.Contains(row.SessionId)).OrderBy(row => row.Position < 0 ? -1 - row.Position : row.Position).ToListAsync(cancellationToken))
            .ToLookup(row => row.SessionId, StringComparer.Ordinal);
        var feedback = (await db.Feedback.AsNoTracking().Where(row => ids.Contains(row.SessionId)).OrderBy(row => row.At).ToListAsync(cancellationToken))
            .ToLookup(row => row.SessionId, StringComparer.Ordinal);
        return [.. rows.Select(row => Kept(row, row.Payload is { } json ? SessionPayload.FromJson(json) : null, shown[row.Id], feedback[row.Id]))];
    }

    private static KeptSession Kept(SessionRow row, SessionPayload? payload, IEnumerable<ShownSongRow> shown, IEnumerable<FeedbackRow> feedback) =>
        new(
            new SessionId(row.Id),
            FeedbackRows.Visit(row.Visitor, row.CountsForOthers),
            row.Created,
            row.LastUsed + RecommendationSession.Lifetime,
            row.Mood,
            payload?.Analysis,
            payload?.Preferences,
            [.. shown.Select(FeedbackRows.Song)],
            [.. payload?.Ranked.Skip(row.Shown).Select(FeedbackRows.Song) ?? []],
            [.. feedback.Select(FeedbackRows.Entry)]);
}
