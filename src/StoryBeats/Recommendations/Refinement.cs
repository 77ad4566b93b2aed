using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Learning;
using StoryBeats.Outages;
using StoryBeats.Ranking;
using StoryBeats.SecondLook;
using StoryBeats.Sessions;

namespace StoryBeats.Recommendations;

/// <summary>A slider moved, a language chosen, "more like this", "never this artist": other songs for the same photo, from what is known on this machine.</summary>
public sealed class Refinement(
    ISessionStore sessions, Wishes wishes, SongRanker ranker, ITasteSource tastes, IFeedbackStore feedback, SecondLooks secondLooks, TimeProvider clock, Parts parts)
{
    /// <summary>Goes on with other wishes. The same wishes bring the same songs, whatever was wished in between.</summary>
    /// <param name="id">The session.</param>
    /// <param name="wished">All that is wished now; what it does not say the photo decides again.</param>
    /// <param name="like">The song of the session to give more like, or null.</param>
    /// <param name="count">How many songs the page shows, 1 to 30.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<RefineOutcome> RefineAsync(SessionId id, Preferences wished, TrackId? like, int count, CancellationToken cancellationToken)
    {
        while (await sessions.FindAsync(id, cancellationToken) is { } session)
        {
            var liked = like is { } song ? Find(session, song) : null;
            if (like is not null && liked is null)
                return new RefineOutcome.UnknownSong();

            // It would order songs for wishes that are none any more.
            secondLooks.Cancel(id);
            var preferences = wished with { Like = liked, VisitorLanguage = session.Preferences.VisitorLanguage };
            var read = session.Read ?? session.Analysis;
            var analysis = wishes.Apply(read, preferences);
            var taste = await tastes.ForTuningAsync(session.Visit.Visitor, id, analysis.MoodCategory, cancellationToken);
            var songs = await ranker.RankKnownAsync(analysis, preferences, taste, session.Seed, cancellationToken);
            var page = songs.Tracks.Take(count).ToList();
            var saidAbout = await SaidAboutAsync(id, cancellationToken);
            var refined = session.Tuned(page, [.. songs.Tracks.Skip(page.Count)], saidAbout) with { Analysis = analysis, Read = read, Preferences = preferences };
            // Another tab may have shown or wished something meanwhile: then again after that.
            if (await sessions.ChangeAsync(refined, cancellationToken))
                return new RefineOutcome.Refined(new MoreSongsResult(refined, page, refined.Ranked.Count - refined.Shown, FromFirstRanking: false, parts.Told(songs.Relaxed),
                    songs.Sources, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)));
        }

        return new RefineOutcome.UnknownSession();
    }

    // While storage is away a song that was liked counts as one that passed by: it may come again.
    private async ValueTask<IReadOnlySet<TrackId>> SaidAboutAsync(SessionId id, CancellationToken cancellationToken)
    {
        try
        {
            return await feedback.SaidAboutAsync(id, cancellationToken);
        }
        catch (Exception fault) when (StorageAwayException.Explains(fault))
        {
            return new HashSet<TrackId>();
        }
    }

    private static LikedSong? Find(RecommendationSession session, TrackId id) =>
        session.Preferences.Like is { } before && before.Id == id
            ? before
            : session.Known.FirstOrDefault(song => song.Track.Id == id) is { } song ? LikedSong.Of(song) : null;
}

/// <summary>What became of a wish.</summary>
public abstract record RefineOutcome
{
    private RefineOutcome()
    {
    }

    /// <summary>Other songs.</summary>
    /// <param name="Result">The songs on the page now; some may have been on it before.</param>
    public sealed record Refined(MoreSongsResult Result) : RefineOutcome;

    /// <summary>The session is unknown or has expired.</summary>
    public sealed record UnknownSession : RefineOutcome;

    /// <summary>The session does not know the song to give more like.</summary>
    public sealed record UnknownSong : RefineOutcome;
}
