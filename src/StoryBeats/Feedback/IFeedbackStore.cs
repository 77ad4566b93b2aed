using StoryBeats.Catalog;
using StoryBeats.Sessions;
using StoryBeats.Visitors;

namespace StoryBeats.Feedback;

/// <summary>Keeps what visitors said and did.</summary>
public interface IFeedbackStore
{
    /// <summary>Keeps an entry, in place of an earlier one with the same id. Once this returns, it survives the process.</summary>
    /// <returns>False when the session was forgotten meanwhile, and the entry with it.</returns>
    ValueTask<bool> SaveAsync(FeedbackEntry entry, CancellationToken cancellationToken);

    /// <summary>What a session was about, with one song that it showed. Counts as a use of the session.</summary>
    /// <returns>Null when the session is unknown or expired; without a song when it has not shown that one.</returns>
    ValueTask<ShownSong?> FindShownAsync(SessionId session, TrackId? song, CancellationToken cancellationToken);

    /// <summary>Everything for learning, in no order, with <see cref="FeedbackSignal.NoReaction"/> for songs passed over.</summary>
    /// <param name="since">Nothing older.</param>
    /// <param name="most">About how many signals at most, the latest; songs passed over come on top, of the same time.</param>
    /// <param name="cancellationToken">Cancels.</param>
    IAsyncEnumerable<FeedbackEntry> ReadAsync(DateTimeOffset since, int most, CancellationToken cancellationToken);

    /// <summary>A visitor's own, or a session's where there is no visitor, in no order, with <see cref="FeedbackSignal.NoReaction"/>.</summary>
    ValueTask<IReadOnlyList<FeedbackEntry>> ReadOwnAsync(SessionId? session, VisitorId? visitor, CancellationToken cancellationToken);

    /// <summary>The songs about which anything was said or done in a session.</summary>
    ValueTask<IReadOnlySet<TrackId>> SaidAboutAsync(SessionId session, CancellationToken cancellationToken);

    /// <summary>A number that changes whenever something was saved or deleted, by any process.</summary>
    ValueTask<long> VersionAsync(CancellationToken cancellationToken);
}

/// <summary>What a session was about, and a song that it showed.</summary>
/// <param name="Visit">Who saw it.</param>
/// <param name="Mood">The mood.</param>
/// <param name="Target">The sound wanted.</param>
/// <param name="Song">The song, or null when none was asked for or the session has not shown it.</param>
public sealed record ShownSong(Visit Visit, Vision.MoodCategory Mood, AudioFeatures Target, FeedbackSong? Song);
