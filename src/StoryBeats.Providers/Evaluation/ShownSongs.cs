using StoryBeats.Catalog;
using StoryBeats.Ranking;

namespace StoryBeats.Providers.Evaluation;

/// <summary>What a profile showed for many photos, and what that says of it.</summary>
/// <param name="catalogue">All songs that there are.</param>
internal sealed class ShownSongs(IReadOnlyList<Track> catalogue)
{
    private readonly List<IReadOnlyList<ScoredTrack>> _lists = [];

    public void Add(IReadOnlyList<ScoredTrack> songs) => _lists.Add(songs);

    public double Diversity() => _lists.Where(songs => songs.Count > 1).Average(songs => Pairs(songs).Average());

    public double ArtistCoverage() => Share(track => track.ArtistKey);

    public double CatalogueCoverage() => Share(track => track.Id.Value);

    public double Novelty() => _lists.SelectMany(songs => songs)
        .GroupBy(song => song.Track.Id)
        .Sum(song => -song.Count() * Math.Log2((double)song.Count() / _lists.Count)) / _lists.Sum(songs => songs.Count);

    public double Unfamiliarity() => 1 - (_lists.SelectMany(songs => songs).Select(song => song.Track.Popularity).OfType<int>().Average() / 100);

    private double Share(Func<Track, string> part) =>
        (double)_lists.SelectMany(songs => songs).Select(song => part(song.Track)).Distinct(StringComparer.Ordinal).Count()
        / catalogue.Select(part).Distinct(StringComparer.Ordinal).Count();

    private static IEnumerable<double> Pairs(IReadOnlyList<ScoredTrack> songs)
    {
        for (var i = 0; i < songs.Count; i++)
        {
            for (var j = i + 1; j < songs.Count; j++)
                yield return 1 - TrackScorer.Vibe(songs[i].Features, songs[j].Features, ScoringProfile.Classic);
        }
    }
}
