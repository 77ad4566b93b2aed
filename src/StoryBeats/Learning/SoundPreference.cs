using StoryBeats.Feedback;

namespace StoryBeats.Learning;

/// <summary>
/// The sound liked, from what liked songs have more of than all songs shown. Against the sound wanted alone, a catalogue that is
/// louder than every photo would pass for a taste.
/// </summary>
internal sealed class SoundPreference
{
    /// <summary>Likes below which nothing is said.</summary>
    public const int MinLikes = 5;

    // Liked songs lie between what was shown and what would be best: the preference lies beyond them.
    private const double Reach = 5;
    private const double Prior = 12;

    // What strays less than this many standard errors is chance.
    private const double ErrorsIgnored = 1.2;

    // One complaint of "too slow" asks for this much more.
    private static readonly FeatureOffset Faster = new(.02, 0, 0, 0, 2);

    private FeatureOffset _liked;
    private FeatureOffset _shown;
    private FeatureOffset _shownSquared;
    private FeatureOffset _complaints;
    private double _likedWeight;
    private double _shownWeight;
    private int _likes;

    public void Add(Opinion opinion, double weight)
    {
        var delta = FeatureOffset.Between(opinion.Song.Features, opinion.Target);
        // A song passed over was shown like the others.
        var seen = weight / opinion.Weight;
        _shown = _shown.Plus(delta.Times(seen));
        _shownSquared = _shownSquared.Plus(delta.Squared().Times(seen));
        _shownWeight += seen;
        if (opinion.Liked)
        {
            _liked = _liked.Plus(delta.Times(weight));
            _likedWeight += weight;
            _likes++;
        }

        if (opinion.Reason is FeedbackReason.TooSlow or FeedbackReason.TooFast)
            _complaints = _complaints.Plus(Faster.Times(opinion.Reason is FeedbackReason.TooSlow ? weight : -weight));
    }

    /// <summary>One visitor's offset from what was liked, shrunk to a prior.</summary>
    public FeatureOffset Liked(FeatureOffset prior) => (_likes < MinLikes ? prior : Shrunk(Contrast.Beyond(Error), _likedWeight, prior)).Bounded();

    /// <summary>The same, moved by complaints of "too slow" and "too fast"; the more likes, the less each moves.</summary>
    public FeatureOffset Offset(FeatureOffset prior) => Liked(prior).Plus(_complaints.Times(1 / (1 + (_likedWeight / Prior)))).Bounded();

    /// <summary>The offset of all: each voter one voice, and who likes nothing has none.</summary>
    public static FeatureOffset OfCrowd(IReadOnlyList<Voter> voters, LearningOptions options)
    {
        var (sum, weight, likes, heard) = (default(FeatureOffset), 0.0, 0, 0);
        foreach (var voter in voters)
        {
            var own = new SoundPreference();
            foreach (var vote in voter.Votes)
                own.Add(vote.Opinion, vote.Weight);
            if (own._likes == 0)
                continue;

            var loudness = Math.Min(1, own._likedWeight);
            sum = sum.Plus(own.Contrast.Bounded().Times(loudness));
            weight += loudness;
            likes += own._likes;
            heard++;
        }

        return heard < options.MinVoters || likes < MinLikes ? default : Shrunk(sum.Times(1 / weight), weight, default).Bounded();
    }

    private FeatureOffset Contrast => _likedWeight > 0 && _shownWeight > 0
        ? _liked.Times(1 / _likedWeight).Plus(_shown.Times(-1 / _shownWeight))
        : default;

    // By how much the mean of so few liked songs strays from that of all shown.
    private FeatureOffset Error
    {
        get
        {
            var mean = _shown.Times(1 / _shownWeight);
            return _shownSquared.Times(1 / _shownWeight).Plus(mean.Squared().Times(-1)).Times(1 / _likedWeight).Root().Times(ErrorsIgnored);
        }
    }

    private static FeatureOffset Shrunk(FeatureOffset contrast, double weight, FeatureOffset prior) =>
        contrast.Times(Reach * weight / (weight + Prior)).Plus(prior.Times(Prior / (weight + Prior)));
}
