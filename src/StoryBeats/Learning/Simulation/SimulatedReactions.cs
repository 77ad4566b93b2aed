using StoryBeats.Feedback;
using StoryBeats.Ranking;
using StoryBeats.Sessions;
using StoryBeats.Vision;

namespace StoryBeats.Learning.Simulation;

/// <summary>What a simulated visitor says and does about five songs: mostly nothing.</summary>
internal static class SimulatedReactions
{
    private const double Engages = .6;
    private const double GivesVerdict = .3;
    private const double GivesReason = .3;
    private const double ClicksWhatPleases = .25;
    private const double PlaysWhatPleases = .35;
    private const double PlaysOutOfCuriosity = .08;

    public static IEnumerable<FeedbackEntry> To(
        IReadOnlyList<ScoredTrack> shown, SimulatedVisitor visitor, VibeAnalysis photo, int round, Func<ScoredTrack, int> heard, DateTimeOffset now)
    {
        var chance = visitor.Chance(round).For("reactions");
        if (chance.For("engages").Uniform() >= Engages)
            yield break;

        foreach (var song in shown)
        {
            var times = heard(song);
            var ofSong = chance.For(song.Track.Key.Value);
            var pleases = ofSong.For("pleases").Uniform() < visitor.Pleasure(song.Track, song.Features, photo.MoodCategory, photo.Target, times);
            var act = ofSong.For("act").Uniform();
            if (ofSong.For("verdict").Uniform() < GivesVerdict)
            {
                var reason = !pleases && ofSong.For("reason").Uniform() < GivesReason
                    ? visitor.WhyNot(song.Track, song.Features, photo.MoodCategory, photo.Target, times)
                    : (FeedbackReason?)null;
                yield return Entry(song, FeedbackSignal.Verdict, pleases ? 1 : -1, reason);
            }
            else if (pleases && act < ClicksWhatPleases)
            {
                yield return Entry(song, FeedbackSignal.SpotifyClick, SignalWeights.Of(FeedbackSignal.SpotifyClick), null);
            }
            else if (act < (pleases ? ClicksWhatPleases + PlaysWhatPleases : PlaysOutOfCuriosity))
            {
                var signal = pleases && ofSong.For("complete").Uniform() < .5 ? FeedbackSignal.PreviewComplete : FeedbackSignal.PreviewPlay;
                yield return Entry(song, signal, SignalWeights.Of(signal), null);
            }
        }

        FeedbackEntry Entry(ScoredTrack song, FeedbackSignal signal, double weight, FeedbackReason? reason) => new()
        {
            Session = SessionOf(visitor, round),
            Visitor = visitor.Id,
            CountsForOthers = true,
            Signal = signal,
            Weight = weight,
            Reason = reason,
            Mood = photo.MoodCategory,
            Target = photo.Target,
            Song = SongOf(song),
            At = now,
        };
    }

    public static SessionId SessionOf(SimulatedVisitor visitor, int round) => new($"simulated-{visitor.Number}-{round}");

    public static FeedbackSong SongOf(ScoredTrack song) =>
        new(song.Track.Id, song.Track.Title, song.Track.Artist, song.Track.Language, song.Features);
}
