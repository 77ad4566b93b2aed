using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Vision;

namespace StoryBeats.Learning.Simulation;

/// <summary>What visitors were shown under one policy, and how it pleased.</summary>
internal sealed class SimulatedLog(string policy, SimulationOptions options)
{
    private readonly Dictionary<TrackKey, int>[] _heard = [.. Enumerable.Range(0, options.Visitors).Select(_ => new Dictionary<TrackKey, int>())];
    private readonly int[] _said = new int[options.Visitors];

    public string Policy => policy;

    /// <summary>Every session, in the order of <see cref="TasteSimulation"/>.</summary>
    public List<SessionOutcome> Outcomes { get; } = [];

    public IReadOnlyDictionary<TrackKey, int> HeardBy(SimulatedVisitor visitor) => _heard[visitor.Number];

    public void Add(SimulatedSession session, IReadOnlyList<ScoredTrack> shown, int said)
    {
        var visitor = session.Visitor;
        var heard = _heard[visitor.Number];
        var pleasure = shown.Select(song => visitor.Pleasure(
            song.Track, song.Features, session.Photo.MoodCategory, session.Photo.Target, heard.GetValueOrDefault(song.Track.Key))).DefaultIfEmpty().Average();
        var best = session.BestPleasure(song => heard.GetValueOrDefault(song.Track.Key));
        Outcomes.Add(new SessionOutcome(
            visitor.Number, session.Round, session.Photo.MoodCategory, _said[visitor.Number], pleasure, best - pleasure,
            [.. shown.Select(song => song.Track.ArtistKey)]));
        foreach (var song in shown)
            heard[song.Track.Key] = heard.GetValueOrDefault(song.Track.Key) + 1;
        _said[visitor.Number] += said;
    }
}

/// <summary>How one session went.</summary>
/// <param name="Visitor">The visitor's number.</param>
/// <param name="Round">Which of the visitor's photos.</param>
/// <param name="Mood">The mood.</param>
/// <param name="SaidBefore">Feedbacks that the visitor had given before.</param>
/// <param name="Pleasure">Mean probability that a song shown is liked.</param>
/// <param name="Regret">How much better the best five of the same candidates would have pleased.</param>
/// <param name="Artists">The artists shown.</param>
internal sealed record SessionOutcome(int Visitor, int Round, MoodCategory Mood, int SaidBefore, double Pleasure, double Regret, IReadOnlyList<string> Artists);
