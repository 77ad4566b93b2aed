using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Recommendations;
using StoryBeats.Sessions;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Storage.Tests.Support;

/// <summary>Sessions and signals with plain defaults; a test names only what it is about.</summary>
internal static class Sample
{
    public static RecommendationSession Session(
        DateTimeOffset at, int songs = 20, int shown = 5, VisitorId? visitor = null, MoodCategory mood = MoodCategory.Nostalgic,
        string language = Languages.English, Func<int, string>? artist = null) => new()
        {
            Id = SessionId.New(),
            Visit = new Visit { Visitor = visitor },
            Created = at,
            Seed = 7,
            Analysis = Analyses.Plain with { MoodCategory = mood },
            Preferences = new Preferences(),
            Ranked = [.. Enumerable.Range(0, songs).Select(i => Songs.Scored($"s{i:00}", artist?.Invoke(i), language))],
            Shown = shown,
        };

    /// <summary>A verdict about the session's song at a position; without one, a signal about the session.</summary>
    public static FeedbackEntry Signal(
        this RecommendationSession session, DateTimeOffset at, int? song = 0, double weight = 1, FeedbackSignal signal = FeedbackSignal.Verdict,
        FeedbackReason? reason = null, MoodCategory? felt = null)
    {
        var track = song is { } position ? session.Ranked[position].Track : null;
        return new FeedbackEntry
        {
            Session = session.Id,
            Visitor = session.Visit.Visitor,
            CountsForOthers = session.Visit.CountsForOthers,
            Signal = signal,
            Weight = weight,
            Reason = reason,
            CorrectedMood = felt,
            Mood = session.Analysis.MoodCategory,
            Target = session.Analysis.Target,
            Song = track is null ? null : new FeedbackSong(track.Id, track.Title, track.Artist, track.Language, Songs.Middle),
            At = at,
        };
    }
}
