using StoryBeats.Learning;
using StoryBeats.Outages;
using StoryBeats.Ranking;
using StoryBeats.Reranking;
using StoryBeats.Retrieval;
using StoryBeats.Sessions;

namespace StoryBeats.Recommendations;

/// <summary>The next five songs of a session: first what is ranked already, then a fresh ranking without all that was shown.</summary>
public sealed class MoreSongs(ISessionStore sessions, SongRanker ranker, ITasteSource tastes, TimeProvider clock, Parts parts)
{
    /// <summary>The next songs.</summary>
    /// <returns>Up to five songs, none when nothing is left that fits, or null when the session is unknown or expired.</returns>
    public async ValueTask<MoreSongsResult?> NextAsync(SessionId id, CancellationToken cancellationToken)
    {
        var next = await sessions.TakeNextAsync(id, LanguageMix.PageSize, cancellationToken);
        RankedSongs? fresh = null;
        // Others may take what was just ranked for this caller: then it ranks again, while there is anything left to rank.
        while (next is { Count: 0 })
        {
            fresh = await ExtendAsync(id, cancellationToken);
            next = await sessions.TakeNextAsync(id, LanguageMix.PageSize, cancellationToken);
            if (fresh is not { Tracks.Count: > 0 })
                break;
        }

        return next is not null && await sessions.FindAsync(id, cancellationToken) is { } session
            ? new MoreSongsResult(session, next, session.Ranked.Count - session.Shown, FromFirstRanking: fresh is null, parts.Told(fresh?.Relaxed ?? []), fresh?.Sources ?? [],
                DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime))
            : null;
    }

    private async ValueTask<RankedSongs?> ExtendAsync(SessionId id, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(id, cancellationToken) is not { } session)
            return null;

        var taste = await tastes.ForAsync(session.Visit.Visitor, id, session.Analysis.MoodCategory, cancellationToken);
        var more = await RankAsync(session.Known);
        // When nothing else is left, what only passed by comes again.
        if (more.Tracks.Count == 0 && session.Tuning is { Passed.Count: > 0 })
            more = await RankAsync(session.Ranked);
        if (more.Tracks.Count > 0)
            await sessions.ChangeAsync(session with { Ranked = [.. session.Ranked, .. more.Tracks] }, cancellationToken);
        return more;

        ValueTask<RankedSongs> RankAsync(IEnumerable<ScoredTrack> without) => ranker.RankAsync(
            session.Analysis, session.Preferences, taste, session.Seed + session.Ranked.Count, [.. without.Select(song => song.Track)], cancellationToken);
    }
}

/// <summary>The next songs of a session.</summary>
/// <param name="Session">The session as it is now.</param>
/// <param name="Songs">The songs.</param>
/// <param name="Remaining">How many more are ranked already.</param>
/// <param name="FromFirstRanking">False when these came from a fresh ranking.</param>
/// <param name="Relaxed">What gave way in the fresh ranking.</param>
/// <param name="Sources">How each source of songs did in the fresh ranking.</param>
/// <param name="Today">The day that recency is counted from.</param>
public sealed record MoreSongsResult(RecommendationSession Session, IReadOnlyList<ScoredTrack> Songs, int Remaining, bool FromFirstRanking,
    IReadOnlyList<Relaxation> Relaxed, IReadOnlyList<SourceReport> Sources, DateOnly Today);
