using StoryBeats.Feedback;
using StoryBeats.Learning;
using StoryBeats.Reranking;
using StoryBeats.SecondLook;
using StoryBeats.Sessions;
using StoryBeats.Vision;

namespace StoryBeats.Recommendations;

/// <summary>"This felt energetic": the photo is read anew, and the songs not shown yet follow.</summary>
public sealed class MoodCorrection(ISessionStore sessions, VibeMapping mapping, SongRanker ranker, ITasteSource tastes, FeedbackRecorder feedback, SecondLooks secondLooks,
    TimeProvider clock)
{
    /// <summary>Corrects a session's mood and shows the next songs.</summary>
    /// <returns>The next songs, or null when the session is unknown or expired.</returns>
    public async ValueTask<MoreSongsResult?> CorrectAsync(SessionId id, MoodCategory felt, CancellationToken cancellationToken)
    {
        if (await feedback.RecordAsync(FeedbackRequest.Correction(id, felt), cancellationToken) is not FeedbackOutcome.Kept)
            return null;

        // It would order songs for a mood that is none any more.
        secondLooks.Cancel(id);
        while (await sessions.FindAsync(id, cancellationToken) is { } session)
        {
            var analysis = mapping.Correct(session.Analysis, felt);
            var shown = session.Ranked.Take(session.Shown).Select(song => song.Track).ToList();
            var taste = await tastes.ForAsync(session.Visit.Visitor, id, felt, cancellationToken);
            var songs = await ranker.RankAsync(analysis, session.Preferences, taste, session.Seed + session.Shown, shown, cancellationToken);
            // Another tab may have shown songs meanwhile: then again without those.
            if (await sessions.ReplaceAsync(id, session.Shown, analysis, songs.Tracks, cancellationToken) is null)
                continue;

            var next = await sessions.TakeNextAsync(id, LanguageMix.PageSize, cancellationToken);
            return next is not null && await sessions.FindAsync(id, cancellationToken) is { } now
                ? new MoreSongsResult(now, next, now.Ranked.Count - now.Shown, FromFirstRanking: false, songs.Relaxed, songs.Sources,
                    DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime))
                : null;
        }

        return null;
    }
}
