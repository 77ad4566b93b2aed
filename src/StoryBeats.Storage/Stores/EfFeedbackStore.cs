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

    // Asked with every signal, so compiled once; of a store, since a compiled query belongs to one database.
    private readonly Func<StoryBeatsDb, string, string, CancellationToken, Task<ShownOnce?>> _shownSong =
        EF.CompileAsyncQuery((StoryBeatsDb db, string session, string song, CancellationToken _) =>
            (from row in db.Sessions.AsNoTracking()
             join shown in db.ShownSongs.AsNoTracking() on row.Id equals shown.SessionId
             where row.Id == session && row.Payload != null && shown.SongId == song
             select new ShownOnce(shown, row.Visitor, row.CountsForOthers, row.LastUsed)).FirstOrDefault());

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
        var asked = song is { Value: var songId } ? await _shownSong(db, session.Value, songId, cancellationToken) : null;
        // What was shown first was shown for the photo as it was read, whatever the visitor said of it since.
        var found = asked ?? await FirstShownAsync(db, session.Value, cancellationToken);
        if (found is null || clock.HasEnded(found.LastUsed))
            return null;

        await clock.TouchAsync(session, found.LastUsed, cancellationToken);
        return new ShownSong(
            FeedbackRows.Visit(found.Visitor, found.CountsForOthers), found.Row.Mood, found.Row.Target, asked is null ? null : FeedbackRows.Song(asked.Row));
    }

    public async IAsyncEnumerable<FeedbackEntry> ReadAsync(DateTimeOffset since, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var latest = await db.Feedback.OrderByDescending(row => row.At).Skip(most).Select(row => (DateTimeOffset?)row.At).FirstOrDefaultAsync(cancellationToken);
        if (latest > since)
            since = latest.Value.AddMilliseconds(1);

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
        // Two queries, so that each finds its index.
        var (feedback, sessions) = visitorId is not null
            ? (db.Feedback.Where(row => row.Visitor == visitorId), db.Sessions.Where(row => row.Visitor == visitorId))
            : (db.Feedback.Where(row => row.SessionId == sessionId), db.Sessions.Where(row => row.Id == sessionId));
        var said = await feedback.AsNoTracking().ToListAsync(cancellationToken);
        var passedOver = await PassedOver(db, sessions).ToListAsync(cancellationToken);
        return [.. said.Select(FeedbackRows.Entry), .. passedOver.Select(song => song.ToEntry())];
    }

    public async ValueTask<IReadOnlySet<TrackId>> SaidAboutAsync(SessionId session, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var songs = await db.Feedback.Where(row => row.SessionId == session.Value && row.SongId != null).Select(row => row.SongId!).ToListAsync(cancellationToken);
        return songs.Select(song => new TrackId(song)).ToHashSet();
    }

    public async ValueTask<long> VersionAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return (await db.Counters.AsNoTracking().FirstOrDefaultAsync(row => row.Name == CounterRow.Feedback, cancellationToken))?.Value ?? 0;
    }

    // Songs of sessions that reacted to others: who reacts to nothing says nothing.
    private static IQueryable<PassedOverSong> PassedOver(StoryBeatsDb db, IQueryable<SessionRow> sessions) =>
        from shown in db.ShownSongs.AsNoTracking()
        join session in sessions on shown.SessionId equals session.Id
        where shown.Position >= 0
            && db.Feedback.Any(row => row.SessionId == shown.SessionId && row.SongId != null)
            && !db.Feedback.Any(row => row.SessionId == shown.SessionId && row.SongId == shown.SongId)
        select new PassedOverSong(shown, session.Visitor, session.CountsForOthers);

    private static Task<ShownOnce?> FirstShownAsync(StoryBeatsDb db, string session, CancellationToken cancellationToken) =>
        (from row in db.Sessions.AsNoTracking()
         join shown in db.ShownSongs.AsNoTracking() on row.Id equals shown.SessionId
         where row.Id == session && row.Payload != null
         orderby shown.Position < 0, shown.Position
         select new ShownOnce(shown, row.Visitor, row.CountsForOthers, row.LastUsed)).FirstOrDefaultAsync(cancellationToken);

    private sealed record ShownOnce(ShownSongRow Row, string? Visitor, bool CountsForOthers, DateTimeOffset LastUsed);

    private sealed record PassedOverSong(ShownSongRow Row, string? Visitor, bool CountsForOthers)
    {
        public FeedbackEntry ToEntry() => new()
        {
            Session = new SessionId(Row.SessionId),
            Visitor = FeedbackRows.Visitor(Visitor),
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
