using StoryBeats.Feedback;
using StoryBeats.Learning;
using StoryBeats.Reranking;
using StoryBeats.SecondLook;
using StoryBeats.Sessions;
using StoryBeats.Vision;

namespace StoryBeats.Recommendations;

/// <summary>"This felt energetic": the photo is read anew, and the songs not shown yet follow.</summary>
public sealed class MoodCorrection(ISessionStore sessions, VibeMapping mapping, Wishes wishes, SongRanker ranker, ITasteSource tastes, FeedbackRecorder feedback,
    SecondLooks secondLooks, TimeProvider clock)
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
            // What the sliders say of the mood was said of the one that was wrong.
            var preferences = session.Preferences with { Energy = null, Valence = null, Tempo = null };
            var taste = await tastes.ForAsync(session.Visit.Visitor, id, felt, cancellationToken);
            var read = mapping.Correct(session.Read ?? session.Analysis, felt);
            var analysis = wishes.Apply(read, preferences);
            var shown = session.Seen.Select(song => song.Track).ToList();
            var songs = await ranker.RankAsync(analysis, preferences, taste, session.Seed + session.Shown, shown, cancellationToken);
            var next = songs.Tracks.Take(LanguageMix.PageSize).ToList();
            var corrected = session with
            {
                Analysis = analysis,
                Read = read,
                Preferences = preferences,
                Ranked = [.. session.Ranked.Take(session.Shown), .. songs.Tracks],
                Shown = session.Shown + next.Count,
            };
            // Another tab may have shown or wished something meanwhile: then again with that.
            if (await sessions.ChangeAsync(corrected, cancellationToken))
                return new MoreSongsResult(corrected, next, songs.Tracks.Count - next.Count, FromFirstRanking: false, songs.Relaxed, songs.Sources,
                    DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        }

        return null;
    }
}
