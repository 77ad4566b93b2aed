using Microsoft.EntityFrameworkCore;
using StoryBeats.Ranking;
using StoryBeats.Sessions;
using StoryBeats.Storage.Model;
using StoryBeats.Storage.Writing;
using StoryBeats.Vision;

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
                (row, db) =>
                {
                    row.Shown += next.Count;
                    db.ShownSongs.AddRange(Rows(session, session.Shown, next));
                },
                cancellationToken);
            if (taken)
                return next;
        }

        return null;
    }

    public async ValueTask ExtendAsync(SessionId id, int expectedCount, IReadOnlyList<ScoredTrack> more, CancellationToken cancellationToken)
    {
        while (await LoadAsync(id, cancellationToken) is { } loaded && loaded.Session.Ranked.Count == expectedCount)
        {
            var payload = SessionPayload.Of(loaded.Session with { Ranked = [.. loaded.Session.Ranked, .. more] }).ToJson();
            if (await TryChangeAsync(id, loaded.Revision, (row, _) => row.Payload = payload, cancellationToken))
                return;
        }
    }

    public async ValueTask<RecommendationSession?> ReplaceAsync(
        SessionId id, int expectedShown, VibeAnalysis analysis, IReadOnlyList<ScoredTrack> unseen, CancellationToken cancellationToken)
    {
        while (await LoadAsync(id, cancellationToken) is { } loaded && loaded.Session.Shown == expectedShown)
        {
            var session = loaded.Session with { Analysis = analysis, Ranked = [.. loaded.Session.Ranked.Take(expectedShown), .. unseen] };
            var payload = SessionPayload.Of(session).ToJson();
            var replaced = await TryChangeAsync(
                id, loaded.Revision,
                (row, _) =>
                {
                    row.Mood = analysis.MoodCategory;
                    row.Payload = payload;
                },
                cancellationToken);
            if (replaced)
                return session;
        }

        return null;
    }

    public async ValueTask<bool> ReorderAsync(SessionId id, int expectedShown, IReadOnlyList<ScoredTrack> ranked, CancellationToken cancellationToken)
    {
        while (await LoadAsync(id, cancellationToken) is { } loaded && loaded.Session.Reordered(expectedShown, ranked) is { } session)
        {
            var payload = SessionPayload.Of(session).ToJson();
            if (await TryChangeAsync(id, loaded.Revision, (row, _) => row.Payload = payload, cancellationToken))
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
        return new Loaded(row.Revision, new RecommendationSession
        {
            Id = id,
            Visit = FeedbackRows.Visit(row.Visitor, row.CountsForOthers),
            Created = row.Created,
            Seed = payload.Seed,
            Analysis = payload.Analysis,
            Preferences = payload.Preferences,
            Ranked = payload.Ranked,
            Shown = row.Shown,
        });
    }

    // False when somebody else changed the session since it was read, or it is gone.
    private Task<bool> TryChangeAsync(SessionId id, int revision, Action<SessionRow, StoryBeatsDb> change, CancellationToken cancellationToken) =>
        queue.ChangeAsync(
            async (db, token) =>
            {
                var claimed = await db.Sessions.Where(row => row.Id == id.Value && row.Revision == revision && row.Payload != null)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Revision, revision + 1), token);
                if (claimed == 0)
                    return false;

                change(await db.Sessions.FirstAsync(row => row.Id == id.Value, token), db);
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken);

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
