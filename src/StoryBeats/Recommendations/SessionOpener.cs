using Microsoft.Extensions.Options;
using StoryBeats.Ranking;
using StoryBeats.Sessions;
using StoryBeats.Vision;

namespace StoryBeats.Recommendations;

/// <summary>Keeps what was found for a photo as a session, and goes on with it when the photo is read better.</summary>
public sealed class SessionOpener(ISessionStore sessions, TimeProvider clock, IOptions<RankingOptions> options)
{
    /// <summary>Opens a session that has shown its first songs.</summary>
    public async ValueTask<RecommendationResult> OpenAsync(
        RecommendationRequest request, VibeAnalysis analysis, RankedSongs songs, int seed, CancellationToken cancellationToken)
    {
        var shown = Math.Clamp(request.Count, 1, songs.Tracks.Count);
        var session = new RecommendationSession
        {
            Id = SessionId.New(),
            Visit = request.Visit,
            Created = clock.GetUtcNow(),
            Seed = seed,
            Analysis = analysis,
            Preferences = request.Preferences,
            Ranked = songs.Tracks,
            Shown = shown,
        };
        await sessions.AddAsync(session, cancellationToken);
        return Result(session.Id, analysis, [.. songs.Tracks.Take(shown)], [.. songs.Tracks.Skip(shown)], songs);
    }

    /// <summary>
    /// Goes on with a draft whose photo is read otherwise now. Songs that were shown stay shown, whether they are among the first of the new
    /// ranking or not: none of them comes again later. A visitor who said meanwhile how the photo felt has the last word.
    /// </summary>
    /// <returns>The first songs of the new ranking, or those of the visitor's own mood, or null when the session was forgotten meanwhile.</returns>
    public async ValueTask<RecommendationResult?> ReviseAsync(
        RecommendationResult draft, VibeAnalysis analysis, RankedSongs songs, CancellationToken cancellationToken)
    {
        var count = draft.Songs.Count;
        while (await sessions.FindAsync(draft.SessionId, cancellationToken) is { } session)
        {
            if (session.Analysis.MoodCategory != draft.Analysis.MoodCategory || session.Analysis.Target != draft.Analysis.Target)
                return Result(session.Id, session.Analysis, [.. session.Ranked.Take(session.Shown).TakeLast(count)], [.. session.Ranked.Skip(session.Shown)], songs);

            var shown = session.Ranked.Take(session.Shown).Select(song => song.Track).ToList();
            var (seen, keys) = (shown.Select(track => track.Id).ToHashSet(), shown.Select(track => track.Key).ToHashSet());
            var first = songs.Tracks.Take(count).ToList();
            var fresh = first.Where(song => !seen.Contains(song.Track.Id)).ToList();
            var later = songs.Tracks.Skip(count).Where(song => !keys.Contains(song.Track.Key)).ToList();
            // Another tab may have shown songs since: then again without those.
            if (await sessions.ReplaceAsync(session.Id, session.Shown, analysis, [.. fresh, .. later], cancellationToken) is null)
                continue;

            if (fresh.Count > 0 && await sessions.TakeNextAsync(session.Id, fresh.Count, cancellationToken) is null)
                return null;
            return Result(session.Id, analysis, first, later, songs);
        }

        return null;
    }

    private RecommendationResult Result(
        SessionId id, VibeAnalysis analysis, IReadOnlyList<ScoredTrack> first, IReadOnlyList<ScoredTrack> later, RankedSongs songs) =>
        new(id, analysis, first, later, songs.Relaxed, options.Value.Profile, songs.Counts, songs.Today, songs.Sources);
}
