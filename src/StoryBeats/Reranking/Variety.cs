using StoryBeats.Ranking;
using StoryBeats.Vision;

namespace StoryBeats.Reranking;

/// <summary>
/// Keeps the songs of a page from sounding all the same, and photos that are alike from all getting the same songs: maximal marginal relevance,
/// over scores with a little chance. Pure: the same seed, the same songs.
/// </summary>
/// <param name="profile">How much variety and chance.</param>
/// <param name="seed">The photo's seed.</param>
/// <param name="deviation">How unsure the reading is, or null where it does not say: the less sure, the more the songs of a page differ.</param>
public sealed class Variety(ScoringProfile profile, int seed, VibeUncertainty? deviation)
{
    private readonly double _weight = profile.VarietyWeight * (deviation is null ? 1 : (deviation.Energy + deviation.Valence) / (2 * VibeMapping.SongSpread));

    /// <summary>A song's score with its luck.</summary>
    public double Draw(ScoredTrack song) => song.Final + (profile.Chance * Luck(song.Track.Id.Value));

    /// <summary>The song that adds most to a page: its score with its luck, less for what sounds like it there already.</summary>
    /// <returns>The song, or null when none is left.</returns>
    public ScoredTrack? BestBeside(IReadOnlyList<ScoredTrack> page, IEnumerable<ScoredTrack> songs) =>
        songs.MaxBy(song => Draw(song) - (_weight * page.Select(other => Likeness(song, other)).DefaultIfEmpty().Max()));

    private double Likeness(ScoredTrack one, ScoredTrack other) => TrackScorer.Vibe(one.Features, other.Features, profile);

    // 0 to 1, evenly: FNV-1a of the seed and the id, the same on every machine.
    private double Luck(string id)
    {
        var hash = 2166136261u ^ (uint)seed;
        foreach (var character in id)
            hash = (hash ^ character) * 16777619u;
        hash ^= hash >> 15;
        hash *= 2246822519u;
        hash ^= hash >> 13;
        return hash / (double)uint.MaxValue;
    }
}
