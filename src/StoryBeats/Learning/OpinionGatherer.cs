using System.Runtime.InteropServices;
using StoryBeats.Catalog;
using StoryBeats.Feedback;
using StoryBeats.Sessions;

namespace StoryBeats.Learning;

/// <summary>Takes signals one by one and makes one opinion of all that a session says of a song: a verdict outranks what was done.</summary>
internal sealed class OpinionGatherer
{
    // A click is the strongest thing done, and counts like a like.
    private static readonly double StrongestDone = SignalWeights.Of(FeedbackSignal.SpotifyClick);

    private readonly Dictionary<(SessionId Session, TrackId Song), Gathered> _gathered = [];

    public void Add(FeedbackEntry entry)
    {
        if (entry.Song is null || entry.Weight == 0 || entry.Signal is FeedbackSignal.LoadMore or FeedbackSignal.MoodCorrection)
            return;

        ref var gathered = ref CollectionsMarshal.GetValueRefOrAddDefault(_gathered, (entry.Session, entry.Song.Id), out var known);
        if (!known || Outranks(entry, gathered.Entry))
            gathered.Entry = entry;
        if (!known || entry.At > gathered.At)
            gathered.At = entry.At;
    }

    /// <summary>The opinions, in the order in which songs were first heard of.</summary>
    public IEnumerable<Opinion> Opinions()
    {
        var keys = new Dictionary<(string Artist, string Title), TrackKey>();
        foreach (var (entry, at) in _gathered.Values)
        {
            var song = entry.Song!;
            ref var key = ref CollectionsMarshal.GetValueRefOrAddDefault(keys, (song.Artist, song.Title), out var known);
            if (!known)
                key = TrackKey.From(song.Artist, song.Title);
            yield return new Opinion
            {
                Voter = entry.Visitor?.Value ?? entry.Session.Value,
                Session = entry.Session,
                Mood = entry.Mood,
                Target = entry.Target,
                Song = song,
                Key = key,
                At = at,
                Liked = entry.Weight > 0,
                Weight = Weight(entry),
                IsVerdict = entry.Signal is FeedbackSignal.Verdict,
                Reason = entry.Weight < 0 ? entry.Reason : null,
            };
        }
    }

    private static double Weight(FeedbackEntry entry) => entry.Signal switch
    {
        FeedbackSignal.Verdict => 1,
        FeedbackSignal.NoReaction => Math.Min(1, Math.Abs(entry.Weight)),
        _ => Math.Min(1, Math.Abs(entry.Weight) / StrongestDone),
    };

    private static bool Outranks(FeedbackEntry entry, FeedbackEntry other)
    {
        var verdict = entry.Signal is FeedbackSignal.Verdict;
        if (verdict != other.Signal is FeedbackSignal.Verdict)
            return verdict;
        return verdict ? entry.At >= other.At : entry.Weight > other.Weight;
    }

    private record struct Gathered(FeedbackEntry Entry, DateTimeOffset At);
}
