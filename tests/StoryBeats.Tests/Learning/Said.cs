using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Sessions;
using StoryBeats.Tests.Support;
using StoryBeats.Vision;
using StoryBeats.Visitors;

namespace StoryBeats.Tests.Learning;

/// <summary>Feedback with plain defaults; a test names only what it is about.</summary>
internal static class Said
{
    public static readonly DateTimeOffset Now = new(2025, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static FeedbackEntry Entry(
        string visitor, string artist, bool liked, MoodCategory mood = MoodCategory.Happy, string? title = null, double daysAgo = 0,
        FeedbackReason? reason = null, string language = Languages.English, AudioFeatures? features = null, bool counts = true, string? session = null)
    {
        title ??= $"Song of {artist}";
        return new FeedbackEntry
        {
            Session = new SessionId(session ?? $"{visitor} {mood} {artist} {title} {daysAgo}"),
            Visitor = new VisitorId(visitor),
            CountsForOthers = counts,
            Signal = FeedbackSignal.Verdict,
            Weight = liked ? 1 : -1,
            Reason = reason,
            Mood = mood,
            Target = Songs.Middle,
            Song = new FeedbackSong(new TrackId($"{artist}-{title}"), title, artist, language, features ?? Songs.Middle),
            At = Now.AddDays(-daysAgo),
        };
    }

    public static FeedbackEntry Like(string visitor, string artist, string? title = null, MoodCategory mood = MoodCategory.Happy, string language = Languages.English) =>
        Entry(visitor, artist, liked: true, mood, title, language: language);

    public static FeedbackEntry Dislike(string visitor, string artist, string? title = null, FeedbackReason? reason = null, string language = Languages.English) =>
        Entry(visitor, artist, liked: false, title: title, reason: reason, language: language);

    public static FeedbackEntry Done(this FeedbackEntry entry, FeedbackSignal signal) => entry with { Signal = signal, Weight = SignalWeights.Of(signal) };

    /// <summary>Visitors who each like one artist and dislike another.</summary>
    public static IEnumerable<FeedbackEntry> Crowd(int visitors, string liked, string disliked, MoodCategory mood = MoodCategory.Happy) =>
        Enumerable.Range(0, visitors).SelectMany(i => new[] { Entry($"v{i}", liked, liked: true, mood), Entry($"v{i}", disliked, liked: false, mood) });

    public static Track Song(string artist, string? title = null, string language = Languages.English) =>
        Songs.Track($"{artist}-{title}", artist, title ?? $"Song of {artist}", language);
}
