using Microsoft.Extensions.Options;
using StoryBeats.Outages;
using StoryBeats.Ranking;
using StoryBeats.Sessions;
using StoryBeats.Vision;

namespace StoryBeats.Recommendations;

/// <summary>Keeps what was found for a photo as a session, and goes on with it when the photo is read better.</summary>
public sealed class SessionOpener(ISessionStore sessions, TimeProvider clock, IOptions<RankingOptions> options, Parts parts)
{
    /// <summary>Opens a session that has shown its first songs.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">How its photo was read, before any wish.</param>
    /// <param name="analysis">The same as the visitor wishes it.</param>
    /// <param name="songs">The songs for that.</param>
    /// <param name="seed">Seeds what is left to chance.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<RecommendationResult> OpenAsync(
        RecommendationRequest request, VibeAnalysis read, VibeAnalysis analysis, RankedSongs songs, int seed, CancellationToken cancellationToken)
    {
        var shown = Math.Clamp(request.Count, 1, songs.Tracks.Count);
        var session = new RecommendationSession
        {
            Id = SessionId.New(),
            Visit = request.Visit,
            Created = clock.GetUtcNow(),
            Seed = seed,
            Analysis = analysis,
            Read = read,
            Preferences = request.Preferences,
            Ranked = songs.Tracks,
            Shown = shown,
        };
        await sessions.AddAsync(session, cancellationToken);
        return Result(session.Id, analysis, [.. songs.Tracks.Take(shown)], [.. songs.Tracks.Skip(shown)], songs);
    }

    /// <summary>What the visitor of a session wishes now, or null when it is unknown or expired.</summary>
    public async ValueTask<Preferences?> WishesOfAsync(SessionId id, CancellationToken cancellationToken) =>
        (await sessions.FindAsync(id, cancellationToken))?.Preferences;

    /// <summary>
    /// Goes on with a draft whose photo is read otherwise now. Songs that were shown stay shown, whether they are among the first of the new
    /// ranking or not: none of them comes again later. A visitor who said meanwhile how the photo felt has the last word; what one wished
    /// meanwhile holds for the new reading.
    /// </summary>
    /// <param name="draft">The draft.</param>
    /// <param name="draftRead">How the photo was read for it, before any wish.</param>
    /// <param name="read">How the photo is read now, before any wish.</param>
    /// <param name="rank">Ranks songs for that under what the session's visitor wishes now.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The first songs of the new ranking, or those of the visitor's own mood, or null when the session was forgotten meanwhile.</returns>
    public async ValueTask<RecommendationResult?> ReviseAsync(
        RecommendationResult draft, VibeAnalysis draftRead, VibeAnalysis read, Func<RecommendationSession, Task<(VibeAnalysis Analysis, RankedSongs Songs)>> rank,
        CancellationToken cancellationToken)
    {
        var count = draft.Songs.Count;
        while (await sessions.FindAsync(draft.SessionId, cancellationToken) is { } session)
        {
            var before = session.Read ?? session.Analysis;
            if (before.MoodCategory != draftRead.MoodCategory || before.Target != draftRead.Target)
                return draft with { Analysis = session.Analysis, Songs = [.. session.Ranked.Take(session.Shown).TakeLast(count)], Later = [.. session.Ranked.Skip(session.Shown)] };

            var (analysis, songs) = await rank(session);
            // Songs that are on show already stay, unless they are not wanted any more.
            if (songs.Tracks.Count == 0 && session.Tuning is null)
                return draft;

            var (first, rest) = (songs.Tracks.Take(count).ToList(), songs.Tracks.Skip(count).ToList());
            var revised = session.Turned(first, rest) with { Analysis = analysis, Read = read };
            // Another tab may have shown or wished something since: then again with that.
            if (await sessions.ChangeAsync(revised, cancellationToken))
                return Result(session.Id, analysis, first, [.. revised.Ranked.Skip(revised.Shown)], songs);
        }

        return null;
    }

    private RecommendationResult Result(
        SessionId id, VibeAnalysis analysis, IReadOnlyList<ScoredTrack> first, IReadOnlyList<ScoredTrack> later, RankedSongs songs) =>
        new(id, analysis, first, later, parts.Told(songs.Relaxed), options.Value.Profile, songs.Counts, songs.Today, songs.Sources);
}
