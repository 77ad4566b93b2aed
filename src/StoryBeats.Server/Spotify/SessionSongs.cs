using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Sessions;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Server.Spotify;

/// <summary>Which of a session's songs go into a playlist.</summary>
internal enum PlaylistSongs
{
    /// <summary>Those that were liked; all that were shown and not disliked when none was.</summary>
    LikedElseShown,

    /// <summary>Those that were liked.</summary>
    Liked,

    /// <summary>Those that were shown and not disliked.</summary>
    Shown,
}

/// <summary>Chooses the songs of a session for a playlist.</summary>
internal sealed class SessionSongs(ISessionStore sessions, IVisitorRecords records)
{
    /// <summary>The songs in the order that they were shown, and the mood; null when the session is unknown or expired.</summary>
    public async Task<(MoodCategory Mood, IReadOnlyList<Track> Songs)?> ChooseAsync(SessionId id, PlaylistSongs which, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(id, cancellationToken) is not { } session)
            return null;

        var verdicts = (await records.OfSessionAsync(id, cancellationToken))?.Feedback
            .Where(entry => entry is { Signal: FeedbackSignal.Verdict, Song: not null })
            .ToLookup(entry => entry.Weight > 0, entry => entry.Song!.Id);
        var shown = session.Ranked.Take(session.Shown).Select(song => song.Track).ToList();
        var liked = shown.Where(track => verdicts?[true].Contains(track.Id) == true).ToList();
        var songs = which is PlaylistSongs.Liked || (which is PlaylistSongs.LikedElseShown && liked.Count > 0)
            ? liked
            : shown.Where(track => verdicts?[false].Contains(track.Id) != true).ToList();
        return (session.Analysis.MoodCategory, songs);
    }
}
