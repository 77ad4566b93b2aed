using StoryBeats.Feedback;
using StoryBeats.Vision;

namespace StoryBeats.Learning;

/// <summary>
/// Learns anew from everything that was said. One voter has one voice a mood and artist, heard against what that voter says of
/// all songs: who dislikes everything says nothing of any one.
/// </summary>
public sealed class CrowdTasteBuilder
{
    // Opinions that a voter's own mean is shrunk by.
    private const double MeanPrior = 2;

    // What somebody who said nothing yet is taken to think of a song shown. Not learned from others: nobody's mean moves another's.
    private const double UsualMean = -.1;

    // A mean of .92 either way: 24 dislikes without a like.
    private const double LeastTelling = .15;

    // Voices that a mood's artist, a song and a language are shrunk by.
    private const double ArtistPrior = 8;
    private const double MoodPrior = 8;
    private const double SongPrior = 10;
    private const double LanguagePrior = 10;

    private readonly OpinionGatherer _gatherer = new();

    /// <summary>Adds an entry; what may not shape what others see is left out.</summary>
    public void Add(FeedbackEntry entry)
    {
        if (entry.CountsForOthers)
            _gatherer.Add(entry);
    }

    /// <summary>What was learned, as of now.</summary>
    public CrowdTaste Build(DateTimeOffset now, LearningOptions options)
    {
        var voters = Voters(now, options);
        var votes = voters.SelectMany(voter => voter.Votes).ToList();
        var names = new Dictionary<string, FeedbackSong>(StringComparer.Ordinal);
        foreach (var vote in votes)
            names[vote.Opinion.Song.ArtistKey] = vote.Opinion.Song;

        var overall = Tally(voters, vote => vote.Opinion.Song.ArtistKey)
            .ToDictionary(pair => pair.Key, pair => pair.Value.Effect(ArtistPrior, 0, options.MinVoters), StringComparer.Ordinal);
        var moods = new Dictionary<MoodCategory, CrowdMood>();
        foreach (var mood in Enum.GetValues<MoodCategory>())
        {
            var ofMood = voters.Select(voter => voter.In(mood)).Where(voter => voter.Votes.Count > 0).ToList();
            if (ofMood.Count == 0)
                continue;

            var artists = Tally(ofMood, vote => vote.Opinion.Song.ArtistKey).ToDictionary(
                pair => pair.Key,
                pair => new CrowdArtist(
                    pair.Value.Belief(names[pair.Key], options.MinVoters),
                    pair.Value.Effect(MoodPrior, overall.GetValueOrDefault(pair.Key), options.MinVoters)),
                StringComparer.Ordinal);
            moods[mood] = new CrowdMood(artists, HindiLift(ofMood, options), SoundPreference.OfCrowd(ofMood, options));
        }

        return new CrowdTaste
        {
            Voters = voters.Count,
            Moods = moods,
            Songs = Tally(voters, vote => vote.Opinion.Key.Value)
                .Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Effect(SongPrior, 0, options.MinVoters)))
                .Where(pair => pair.Value != 0)
                .ToDictionary(StringComparer.Ordinal),
            CoLikes = CoLikeTable.Build(voters, names, options),
        };
    }

    private List<Voter> Voters(DateTimeOffset now, LearningOptions options)
    {
        var byVoter = _gatherer.Opinions().GroupBy(opinion => opinion.Voter, StringComparer.Ordinal)
            .Select(group => group.Select(opinion => (Opinion: opinion, Weight: opinion.Weight * Opinion.Decay(opinion.At, now, options.HalfLifeDays))).ToList())
            .ToList();
        // Who has said a lot and always the same is left out altogether.
        return [.. byVoter.Select(voter =>
        {
            var (sum, weight) = (MeanPrior * UsualMean, MeanPrior);
            foreach (var (opinion, counts) in voter)
            {
                sum += counts * opinion.Direction;
                weight += counts;
            }

            var own = sum / weight;
            // Who always says the same tells nothing: this is how much yes and no vary with such a mean.
            var telling = 1 - (own * own);
            return telling < LeastTelling
                ? null
                : new Voter([.. voter.Select(one => new Vote(one.Opinion, one.Weight, telling * one.Weight, one.Weight * (one.Opinion.Direction - own)))]);
        }).OfType<Voter>()];
    }

    private static Dictionary<string, VoiceTally> Tally(IReadOnlyList<Voter> voters, Func<Vote, string> of)
    {
        var tallies = new Dictionary<string, VoiceTally>(StringComparer.Ordinal);
        var voices = new Dictionary<string, Voice>(StringComparer.Ordinal);
        foreach (var voter in voters)
        {
            voices.Clear();
            foreach (var vote in voter.Votes)
                voices[of(vote)] = voices.GetValueOrDefault(of(vote)).Plus(vote);
            foreach (var (key, voice) in voices)
            {
                if (!tallies.TryGetValue(key, out var tally))
                    tallies[key] = tally = new VoiceTally();
                tally.Add(voice);
            }
        }

        return tallies;
    }

    private static double HindiLift(IReadOnlyList<Voter> voters, LearningOptions options)
    {
        var sides = Tally(voters, vote => LanguageSide.Of(vote.Opinion.Song.Language));
        return Side(LanguageSide.Hindi) - Side(LanguageSide.English);

        double Side(string side) => sides.GetValueOrDefault(side)?.Effect(LanguagePrior, 0, options.MinVoters) ?? 0;
    }
}
