using StoryBeats.Feedback;
using StoryBeats.Recommendations;
using StoryBeats.Sessions;
using StoryBeats.Vision;

namespace StoryBeats.Visitors;

/// <summary>All that is kept of visitors, for them to see and to have deleted.</summary>
public interface IVisitorRecords
{
    /// <summary>All that is kept of a session, expired or not; null when nothing is.</summary>
    ValueTask<KeptSession?> OfSessionAsync(SessionId session, CancellationToken cancellationToken);

    /// <summary>All that is kept of a visitor, newest session first.</summary>
    ValueTask<IReadOnlyList<KeptSession>> OfVisitorAsync(VisitorId visitor, CancellationToken cancellationToken);

    /// <summary>Takes a session that is nobody's into a visitor's profile, with all that was said about it.</summary>
    /// <returns>Whose visit it was before; null when there is no such session, or it is another visitor's.</returns>
    ValueTask<Visit?> AdoptAsync(VisitorId visitor, SessionId session, CancellationToken cancellationToken);

    /// <summary>Forgets a visitor: every session, shown song and signal.</summary>
    /// <returns>How many sessions were forgotten.</returns>
    ValueTask<int> ForgetAsync(VisitorId visitor, CancellationToken cancellationToken);

    /// <summary>Whether a visitor was forgotten: what still comes under that id is nobody's.</summary>
    ValueTask<bool> IsForgottenAsync(VisitorId visitor, CancellationToken cancellationToken);
}

/// <summary>All that is kept of one session.</summary>
/// <param name="Id">The session.</param>
/// <param name="Visit">Whose it was.</param>
/// <param name="Created">When the photo came.</param>
/// <param name="Ends">When it ends unless used, or ended.</param>
/// <param name="Mood">The mood.</param>
/// <param name="Analysis">What was read from the photo; null once the session has ended.</param>
/// <param name="Wishes">What the visitor wished of the songs; null once the session has ended.</param>
/// <param name="Shown">The songs shown, in order.</param>
/// <param name="ToCome">The songs ranked and not shown yet; none once the session has ended.</param>
/// <param name="Feedback">What was said and done, oldest first.</param>
public sealed record KeptSession(
    SessionId Id,
    Visit Visit,
    DateTimeOffset Created,
    DateTimeOffset Ends,
    MoodCategory Mood,
    VibeAnalysis? Analysis,
    Preferences? Wishes,
    IReadOnlyList<FeedbackSong> Shown,
    IReadOnlyList<FeedbackSong> ToCome,
    IReadOnlyList<FeedbackEntry> Feedback);
