using Microsoft.EntityFrameworkCore;
using StoryBeats.Sessions;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Writing;
using StoryBeats.Visitors;

namespace StoryBeats.Storage.Stores;

/// <summary>What is kept of visitors, read for them and deleted for them.</summary>
internal sealed class EfVisitorRecords(IDbContextFactory<StoryBeatsDb> databases, WriteQueue queue) : IVisitorRecords
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

    public async ValueTask<bool> AdoptAsync(VisitorId visitor, SessionId session, CancellationToken cancellationToken) =>
        await queue.ChangeAsync(
            async (db, token) =>
            {
                var adopted = await db.Sessions.Where(row => row.Id == session.Value && (row.Visitor == null || row.Visitor == visitor.Value))
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Visitor, visitor.Value), token);
                if (adopted > 0)
                {
                    await db.Feedback.Where(row => row.SessionId == session.Value)
                        .ExecuteUpdateAsync(set => set.SetProperty(row => row.Visitor, visitor.Value), token);
                }

                return adopted > 0;
            },
            cancellationToken);

    public async ValueTask<int> ForgetAsync(VisitorId visitor, CancellationToken cancellationToken) =>
        await queue.ForgetAsync(row => row.Visitor == visitor.Value, cancellationToken);

    private static async Task<IReadOnlyList<KeptSession>> ReadAsync(StoryBeatsDb db, IQueryable<SessionRow> sessions, CancellationToken cancellationToken)
    {
        var rows = await sessions.AsNoTracking().OrderByDescending(row => row.Created).ToListAsync(cancellationToken);
        var ids = sessions.Select(row => row.Id);
        var shown = (await db.ShownSongs.AsNoTracking().Where(row => ids.Contains(row.SessionId)).OrderBy(row => row.Position).ToListAsync(cancellationToken))
            .ToLookup(row => row.SessionId, StringComparer.Ordinal);
        var feedback = (await db.Feedback.AsNoTracking().Where(row => ids.Contains(row.SessionId)).OrderBy(row => row.At).ToListAsync(cancellationToken))
            .ToLookup(row => row.SessionId, StringComparer.Ordinal);
        return [.. rows.Select(row => Kept(row, row.Payload is { } json ? SessionPayload.FromJson(json) : null, shown[row.Id], feedback[row.Id]))];
    }

    private static KeptSession Kept(SessionRow row, SessionPayload? payload, IEnumerable<ShownSongRow> shown, IEnumerable<FeedbackRow> feedback) =>
        new(
            new SessionId(row.Id),
            new Visit { Visitor = row.Visitor is { } visitor ? new VisitorId(visitor) : null, CountsForOthers = row.CountsForOthers },
            row.Created,
            row.LastUsed + SessionClock.Lifetime,
            row.Mood,
            payload?.Analysis,
            payload?.Preferences,
            [.. shown.Select(FeedbackRows.Song)],
            [.. payload?.Ranked.Skip(row.Shown).Select(FeedbackRows.Song) ?? []],
            [.. feedback.Select(FeedbackRows.Entry)]);
}
