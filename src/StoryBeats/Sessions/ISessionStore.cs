using StoryBeats.Ranking;

namespace StoryBeats.Sessions;

/// <summary>Keeps sessions until an hour after their last use.</summary>
public interface ISessionStore
{
    /// <summary>Keeps a new session.</summary>
    ValueTask AddAsync(RecommendationSession session, CancellationToken cancellationToken);

    /// <summary>The session, or null when it is unknown or expired. Counts as a use.</summary>
    ValueTask<RecommendationSession?> FindAsync(SessionId id, CancellationToken cancellationToken);

    /// <summary>Shows the next songs: no song goes to two callers, however many ask at once.</summary>
    /// <returns>Up to <paramref name="count"/> songs, none when all were shown, or null when the session is unknown or expired.</returns>
    ValueTask<IReadOnlyList<ScoredTrack>?> TakeNextAsync(SessionId id, int count, CancellationToken cancellationToken);

    /// <summary>Goes on otherwise: with another reading, other wishes, other songs.</summary>
    /// <param name="session">The session as it is to be, made of what was found: its <see cref="RecommendationSession.Revision"/> says what that was.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>False when the session is unknown or expired, or has changed since it was found.</returns>
    ValueTask<bool> ChangeAsync(RecommendationSession session, CancellationToken cancellationToken);

    /// <summary>Puts the same songs in another order, those shown still first, or says more of them.</summary>
    /// <returns>False when the session is unknown or expired, or these are not its songs any more.</returns>
    ValueTask<bool> ReorderAsync(SessionId id, int expectedShown, IReadOnlyList<ScoredTrack> ranked, CancellationToken cancellationToken);

    /// <summary>Forgets everything of a session, its feedback included, expired or not.</summary>
    /// <returns>Whether there was anything to forget.</returns>
    ValueTask<bool> ForgetAsync(SessionId id, CancellationToken cancellationToken);
}
