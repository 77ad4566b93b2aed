using Microsoft.EntityFrameworkCore;
using StoryBeats.Ranking;
using StoryBeats.Sessions;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Writing;

namespace StoryBeats.Storage.Stores;

/// <summary>Sessions in the database: they survive a restart, and several processes may share them.</summary>
internal sealed class EfSessionStore(IDbContextFactory<StoryBeatsDb> databases, WriteQueue queue, SessionClock clock) : ISessionStore
{
    public async ValueTask AddAsync(RecommendationSession session, CancellationToken cancellationToken)
    {
        var payload = SessionPayload.Of(session).ToJson();
        var hash = session.Visit.Visitor is { } visitor ? ForgottenVisitorRow.HashOf(visitor.Value) : null;
        await queue.ChangeAsync(
            async (db, token) =>
            {
                var forgotten = hash is not null && await db.ForgottenVisitors.AnyAsync(row => row.Hash == hash, token);
                db.Sessions.Add(new SessionRow
                {
                    Id = session.Id.Value,
                    Visitor = forgotten ? null : session.Visit.Visitor?.Value,
                    CountsForOthers = session.Visit.CountsForOthers,
                    Created = session.Created,
                    LastUsed = clock.Now,
                    Mood = session.Analysis.MoodCategory,
                    Shown = session.Shown,
                    Payload = payload,
                });
                db.ShownSongs.AddRange(Rows(session, 0, session.Ranked.Take(session.Shown)));
                await db.SaveChangesAsync(token);
            },
            cancellationToken);
    }

    public async ValueTask<RecommendationSession?> FindAsync(SessionId id, CancellationToken cancellationToken) =>
        await LoadAsync(id, cancellationToken) is { } loaded ? loaded.Session : null;

    public async ValueTask<IReadOnlyList<ScoredTrack>?> TakeNextAsync(SessionId id, int count, CancellationToken cancellationToken)
    {
        while (await LoadAsync(id, cancellationToken) is { } loaded)
        {
            var session = loaded.Session;
            var next = session.Ranked.Skip(session.Shown).Take(count).ToList();
            if (next.Count == 0)
                return next;

            var taken = await TryChangeAsync(
                id, loaded.Revision,
                (row, db, token) =>
                {
                    row.Shown += next.Count;
                    return ShowAsync(db, session, next, token);
                },
                cancellationToken);
            if (taken)
                return next;
        }

        return null;
    }

    public async ValueTask<bool> ChangeAsync(RecommendationSession session, CancellationToken cancellationToken)
    {
        var payload = SessionPayload.Of(session).ToJson();
        return await TryChangeAsync(
            session.Id, session.Revision,
            async (row, db, token) =>
            {
                row.Mood = session.Analysis.MoodCategory;
                row.Shown = session.Shown;
                row.Payload = payload;
                var shown = session.Ranked.Take(session.Shown).ToList();
                var before = await ShowAsync(db, session, shown, token);
                var notShown = before.Except(shown.Select(song => song.Track.Id.Value), StringComparer.Ordinal).ToList();
                var gone = notShown.Except(session.Seen.Select(song => song.Track.Id.Value), StringComparer.Ordinal).ToList();
                if (gone.Count > 0)
                    await db.ShownSongs.Where(song => song.SessionId == row.Id && gone.Contains(song.SongId)).ExecuteDeleteAsync(token);
                if (notShown.Count > 0)
                {
                    await db.ShownSongs.Where(song => song.SessionId == row.Id && song.Position >= 0 && notShown.Contains(song.SongId))
                        .ExecuteUpdateAsync(set => set.SetProperty(song => song.Position, song => -1 - song.Position), token);
                }
            },
            cancellationToken);
    }

    public async ValueTask<bool> ReorderAsync(SessionId id, int expectedShown, IReadOnlyList<ScoredTrack> ranked, CancellationToken cancellationToken)
    {
        while (await LoadAsync(id, cancellationToken) is { } loaded && loaded.Session.Reordered(expectedShown, ranked) is { } session)
        {
            var payload = SessionPayload.Of(session).ToJson();
            var reordered = await TryChangeAsync(
                id, loaded.Revision,
                (row, _, _) =>
                {
                    row.Payload = payload;
                    return Task.CompletedTask;
                },
                cancellationToken);
            if (reordered)
                return true;
        }

        return false;
    }

    public async ValueTask<bool> ForgetAsync(SessionId id, CancellationToken cancellationToken) =>
        await queue.ForgetAsync(row => row.Id == id.Value, cancellationToken) > 0;

    private async ValueTask<Loaded?> LoadAsync(SessionId id, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var row = await db.Sessions.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id.Value, cancellationToken);
        if (row?.Payload is null || clock.HasEnded(row.LastUsed) || SessionPayload.FromJson(row.Payload) is not { } payload)
            return null;

        await clock.TouchAsync(id, row.LastUsed, cancellationToken);
        return new Loaded(row.Revision, payload.ToSession(id, FeedbackRows.Visit(row.Visitor, row.CountsForOthers), row.Created, row.Revision, row.Shown));
    }

    // False when somebody else changed the session since it was read, or it is gone.
    private Task<bool> TryChangeAsync(SessionId id, int revision, Func<SessionRow, StoryBeatsDb, CancellationToken, Task> change, CancellationToken cancellationToken)
    {
        var cutoff = clock.Cutoff;
        return queue.ChangeAsync(
            async (db, token) =>
            {
                var claimed = await db.Sessions.Where(row => row.Id == id.Value && row.Revision == revision && row.Payload != null && row.LastUsed >= cutoff)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Revision, revision + 1), token);
                if (claimed == 0)
                    return false;

                await change(await db.Sessions.FirstAsync(row => row.Id == id.Value, token), db, token);
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken);
    }

    // A song that passed by and comes again is shown for what the photo says now. Gives the songs that had a row.
    private async Task<IReadOnlyCollection<string>> ShowAsync(StoryBeatsDb db, RecommendationSession session, IEnumerable<ScoredTrack> songs, CancellationToken cancellationToken)
    {
        var places = await db.ShownSongs.Where(row => row.SessionId == session.Id.Value).ToDictionaryAsync(row => row.SongId, row => row.Position, StringComparer.Ordinal, cancellationToken);
        var shown = songs.Where(song => places.GetValueOrDefault(song.Track.Id.Value, -1) < 0).ToList();
        var again = shown.Select(song => song.Track.Id.Value).Where(places.ContainsKey).ToList();
        if (again.Count > 0)
            await db.ShownSongs.Where(row => row.SessionId == session.Id.Value && again.Contains(row.SongId)).ExecuteDeleteAsync(cancellationToken);
        // A place is taken for good, also by what passed by.
        var next = places.Values.Select(place => place < 0 ? -1 - place : place).DefaultIfEmpty(-1).Max() + 1;
        db.ShownSongs.AddRange(Rows(session, next, shown));
        return places.Keys;
    }

    private IEnumerable<ShownSongRow> Rows(RecommendationSession session, int position, IEnumerable<ScoredTrack> songs) =>
        songs.Select((song, index) => new ShownSongRow
        {
            SessionId = session.Id.Value,
            Position = position + index,
            SongId = song.Track.Id.Value,
            Title = song.Track.Title,
            Artist = song.Track.Artist,
            ArtistKey = song.Track.ArtistKey,
            Language = song.Track.Language,
            Features = song.Features,
            Mood = session.Analysis.MoodCategory,
            Target = session.Analysis.Target,
            At = clock.Now,
        });

    private sealed record Loaded(int Revision, RecommendationSession Session);
}
