using StoryBeats.Ranking;
using StoryBeats.Reranking;
using StoryBeats.Vision;

namespace StoryBeats.Learning.Simulation;

/// <summary>One photo of one visitor, the same for every policy.</summary>
/// <param name="Visitor">The visitor.</param>
/// <param name="Round">Which of the visitor's photos.</param>
/// <param name="Photo">What was read from it.</param>
/// <param name="Pool">What the ranking may choose from where nothing was learned.</param>
/// <param name="Mix">The language mix where nothing was learned.</param>
/// <param name="Attractions">How attractive each of the pool is to the visitor.</param>
internal sealed record SimulatedSession(
    SimulatedVisitor Visitor, int Round, VibeAnalysis Photo, IReadOnlyList<ScoredTrack> Pool, LanguageMix Mix, double[] Attractions)
{
    public int Seed => (int)(Visitor.Chance(Round).For("seed").Uniform() * int.MaxValue);

    /// <summary>The mean pleasure of the five songs of the pool that please most, no artist twice.</summary>
    public double BestPleasure(Func<ScoredTrack, int> heard)
    {
        var artists = new HashSet<string>(StringComparer.Ordinal);
        return Enumerable.Range(0, Pool.Count)
            .Select(i => (Pool[i].Track.ArtistKey, Pleasure: SimulatedVisitor.Pleasure(Attractions[i], heard(Pool[i]))))
            .OrderByDescending(song => song.Pleasure)
            .Where(song => artists.Add(song.ArtistKey))
            .Take(LanguageMix.PageSize)
            .Select(song => song.Pleasure)
            .DefaultIfEmpty()
            .Average();
    }
}
