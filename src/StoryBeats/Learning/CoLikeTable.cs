using System.Runtime.InteropServices;
using StoryBeats.Feedback;

namespace StoryBeats.Learning;

/// <summary>Which artists are liked by the same people: a cosine over voters, shrunk by how many know both.</summary>
internal static class CoLikeTable
{
    /// <summary>Artists kept for each.</summary>
    public const int Neighbours = 20;

    // Most artists that one voter counts for, loudest first: nobody fills the table alone.
    private const int PerVoter = 40;
    private const double Shrink = 4;

    // Voters who must know both; there are enough of them in all by then.
    private const int KnowBoth = 3;

    public static Dictionary<string, IReadOnlyList<CoLiked>> Build(
        IReadOnlyList<Voter> voters, IReadOnlyDictionary<string, FeedbackSong> songs, LearningOptions options)
    {
        var vectors = voters.Select(Vector).Where(vector => vector.Count >= 2).ToList();
        if (vectors.Count < options.MinCoLikeVoters)
            return new Dictionary<string, IReadOnlyList<CoLiked>>(StringComparer.Ordinal);

        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        var lengths = new List<double>();
        var pairs = new Dictionary<(int First, int Second), (double Dot, int Voters)>();
        foreach (var vector in vectors)
        {
            var numbered = vector.Select(one => (Number: Number(one.Artist), one.Lean)).OrderBy(one => one.Number).ToList();
            for (var i = 0; i < numbered.Count; i++)
            {
                lengths[numbered[i].Number] += numbered[i].Lean * numbered[i].Lean;
                for (var j = i + 1; j < numbered.Count; j++)
                {
                    ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, (numbered[i].Number, numbered[j].Number), out _);
                    pair = (pair.Dot + (numbered[i].Lean * numbered[j].Lean), pair.Voters + 1);
                }
            }
        }

        var artists = index.OrderBy(pair => pair.Value).Select(pair => pair.Key).ToList();
        var table = new Dictionary<string, List<CoLiked>>(StringComparer.Ordinal);
        foreach (var ((first, second), (dot, count)) in pairs)
        {
            if (count < KnowBoth)
                continue;
            var likeness = Math.Round(dot / Math.Sqrt(lengths[first] * lengths[second]) * count / (count + Shrink), 4);
            Add(artists[first], artists[second], likeness);
            Add(artists[second], artists[first], likeness);
        }

        return table.ToDictionary(
            pair => pair.Key,
            pair => (IReadOnlyList<CoLiked>)[.. pair.Value.OrderByDescending(other => Math.Abs(other.Likeness)).ThenBy(other => other.Artist, StringComparer.Ordinal).Take(Neighbours)],
            StringComparer.Ordinal);

        int Number(string artist)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(index, artist, out var known);
            if (!known)
            {
                number = index.Count - 1;
                lengths.Add(0);
            }

            return number;
        }

        void Add(string artist, string other, double likeness)
        {
            if (!table.TryGetValue(artist, out var list))
                table[artist] = list = [];
            list.Add(new CoLiked(other, songs[other].Artist, likeness));
        }
    }

    private static List<(string Artist, double Lean)> Vector(Voter voter) =>
    [
        .. voter.Votes
            .GroupBy(vote => vote.Opinion.Song.ArtistKey, StringComparer.Ordinal)
            .Select(group => (Artist: group.Key, Lean: group.Aggregate(default(Voice), (voice, vote) => voice.Plus(vote)).Net))
            .Where(one => Math.Abs(one.Lean) >= .2)
            .OrderByDescending(one => Math.Abs(one.Lean)).ThenBy(one => one.Artist, StringComparer.Ordinal)
            .Take(PerVoter),
    ];
}
