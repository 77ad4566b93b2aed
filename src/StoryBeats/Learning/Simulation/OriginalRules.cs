using StoryBeats.Feedback;
using StoryBeats.Ranking;
using StoryBeats.Vision;

namespace StoryBeats.Learning.Simulation;

/// <summary>The original's learning: an artist liked in a mood on balance scores 1.3 times as much, a disliked one .7 times.</summary>
internal sealed class OriginalRules(bool eachVisitor)
{
    private const double Liked = 1.3;
    private const double Disliked = .7;

    private readonly Dictionary<(int Visitor, MoodCategory Mood, string Artist), double> _balance = [];

    public void Learn(SimulatedVisitor visitor, FeedbackEntry entry)
    {
        var key = Key(visitor, entry.Mood, entry.Song!.ArtistKey);
        _balance[key] = _balance.GetValueOrDefault(key) + entry.Weight;
    }

    public IReadOnlyList<ScoredTrack> Apply(IReadOnlyList<ScoredTrack> tracks, SimulatedVisitor visitor, MoodCategory mood) =>
    [
        .. tracks.Select(track => _balance.GetValueOrDefault(Key(visitor, mood, track.Track.ArtistKey)) switch
        {
            > 0 => track with { Final = track.Final * Liked },
            < 0 => track with { Final = track.Final * Disliked },
            _ => track,
        }),
    ];

    private (int Visitor, MoodCategory Mood, string Artist) Key(SimulatedVisitor visitor, MoodCategory mood, string artist) =>
        (eachVisitor ? visitor.Number : -1, mood, artist);
}
