using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Sessions;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Writing;
using StoryBeats.Visitors;

namespace StoryBeats.Storage.Stores;

/// <summary>Feedback in the database.</summary>
internal sealed class EfFeedbackStore(IDbContextFactory<StoryBeatsDb> databases, WriteQueue queue, SessionClock clock) : IFeedbackStore
{
    private const int SqliteForeignKey = 787;

    public async ValueTask<bool> SaveAsync(FeedbackEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await queue.EnqueueAsync(new FeedbackWrite(FeedbackRows.Of(entry)), cancellationToken);
            return true;
        }
        catch (DbException fault) when (fault is SqliteException { SqliteExtendedErrorCode: SqliteForeignKey }
            or PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation })
        {
            return false;
        }
    }

    public async ValueTask<ShownSong?> FindShownAsync(SessionId session, TrackId? song, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var songId = song?.Value;
        var found = await db.Sessions.AsNoTracking()
            .Where(row => row.Id == session.Value && row.Payload != null)
            .Select(row => new
            {
                row.Visitor,
                row.CountsForOthers,
                row.LastUsed,
                // Without a song: what the session showed last says what it was about.
                Shown = db.ShownSongs.Where(shown => shown.SessionId == row.Id && (songId == null || shown.SongId == songId))
                    .OrderByDescending(shown => shown.Position).FirstOrDefault(),
                About = db.ShownSongs.Where(shown => shown.SessionId == row.Id).OrderByDescending(shown => shown.Position).FirstOrDefault(),
            })
            .FirstOrDefaultAsync(cancellationToken);
        if (found?.About is null || clock.HasEnded(found.LastUsed))
            return null;

        await clock.TouchAsync(session, found.LastUsed, cancellationToken);
        var about = found.Shown ?? found.About;
        return new ShownSong(
            new Visit { Visitor = found.Visitor is { } visitor ? new VisitorId(visitor) : null, CountsForOthers = found.CountsForOthers },
            about.Mood, about.Target, song is null || found.Shown is null ? null : FeedbackRows.Song(found.Shown));
    }

    public async IAsyncEnumerable<FeedbackEntry> ReadAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await foreach (var row in db.Feedback.AsNoTracking().Where(row => row.At >= since).AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return FeedbackRows.Entry(row);

        var passedOver = PassedOver(db, db.Sessions.Where(session => session.LastUsed >= since));
        await foreach (var row in passedOver.AsAsyncEnumerable().WithCancellation(cancellationToken))
            yield return row.ToEntry();
    }

    public async ValueTask<IReadOnlyList<FeedbackEntry>> ReadOwnAsync(SessionId? session, VisitorId? visitor, CancellationToken cancellationToken)
    {
        var (sessionId, visitorId) = (session?.Value, visitor?.Value);
        if (sessionId is null && visitorId is null)
            return [];

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var feedback = await db.Feedback.AsNoTracking()
            .Where(row => visitorId != null ? row.Visitor == visitorId : row.SessionId == sessionId)
            .ToListAsync(cancellationToken);
        var passedOver = await PassedOver(db, db.Sessions.Where(row => visitorId != null ? row.Visitor == visitorId : row.Id == sessionId))
            .ToListAsync(cancellationToken);
        return [.. feedback.Select(FeedbackRows.Entry), .. passedOver.Select(song => song.ToEntry())];
    }

    public async ValueTask<long> VersionAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var sums = await db.Feedback.GroupBy(_ => 1)
            .Select(all => new { Count = all.LongCount(), Latest = all.Max(row => row.At) })
            .FirstOrDefaultAsync(cancellationToken);
        return sums is null ? 0 : HashCode.Combine(sums.Count, sums.Latest.ToUnixTimeMilliseconds());
    }

    // Songs of sessions that reacted to others: who reacts to nothing says nothing.
    private static IQueryable<PassedOverSong> PassedOver(StoryBeatsDb db, IQueryable<SessionRow> sessions) =>
        from shown in db.ShownSongs.AsNoTracking()
        join session in sessions on shown.SessionId equals session.Id
        where db.Feedback.Any(row => row.SessionId == shown.SessionId && row.SongId != null)
            && !db.Feedback.Any(row => row.SessionId == shown.SessionId && row.SongId == shown.SongId)
        select new PassedOverSong(shown, session.Visitor, session.CountsForOthers);

    private sealed record PassedOverSong(ShownSongRow Row, string? Visitor, bool CountsForOthers)
    {
        public FeedbackEntry ToEntry() => new()
        {
            Session = new SessionId(Row.SessionId),
            Visitor = Visitor is { } visitor ? new VisitorId(visitor) : null,
            CountsForOthers = CountsForOthers,
            Signal = FeedbackSignal.NoReaction,
            Weight = SignalWeights.NoReaction,
            Mood = Row.Mood,
            Target = Row.Target,
            Song = FeedbackRows.Song(Row),
            At = Row.At,
        };
    }
}
