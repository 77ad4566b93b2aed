using StoryBeats.Catalog;
using StoryBeats.Learning;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Ranking;

/// <summary>Scores candidates by domain.md's formulas. Pure: no I/O, no clock.</summary>
public sealed class TrackScorer(AudioFeatureEstimator estimator)
{
    /// <summary>Scores every candidate, in their order. Tracks without features are scored by an estimate, and say so.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="target">The sound wanted, tempo already pinned by the mood.</param>
    /// <param name="mood">The mood, for estimates.</param>
    /// <param name="today">Today, for recency.</param>
    /// <param name="profile">Weights.</param>
    /// <param name="taste">What was learned, or null for nothing.</param>
    /// <param name="like">The song that the visitor wants more like, or null.</param>
    public IReadOnlyList<ScoredTrack> Score(
        IReadOnlyList<CandidateTrack> candidates, AudioFeatures target, MoodCategory mood, DateOnly today, ScoringProfile profile, Taste? taste = null, LikedSong? like = null)
    {
        taste ??= Taste.None;
        var scored = new ScoredTrack[candidates.Count];
        for (var i = 0; i < scored.Length; i++)
        {
            var track = candidates[i].Track;
            var (features, source, confidence) = track.Features is { } known
                ? (known, track.FeatureSource, track.FeatureConfidence)
                : (estimator.Estimate(track, mood), FeatureSource.Estimated, AudioFeatureEstimator.Confidence);
            var vibe = source is FeatureSource.Estimated ? ExpectedVibe(features, target, profile) : Vibe(features, target, profile);
            var recency = Recency(track.ReleaseDate, today);
            var learned = taste.For(track);
            scored[i] = new ScoredTrack(candidates[i], features, source, confidence, vibe, recency, Final(vibe, recency, track, profile) + learned.Value)
            {
                Learned = learned.Value,
                LearnedReason = learned.Reason,
                Astray = Astray(features, source, target),
                LikeTitle = like?.IsNear(features, source, profile) is true ? like.Title : null,
            };
        }

        return scored;
    }

    /// <summary>Closeness of two sounds, 0 to 1.</summary>
    public static double Vibe(AudioFeatures features, AudioFeatures target, ScoringProfile profile) =>
        (profile.EnergyWeight * (1 - Math.Abs(features.Energy - target.Energy)))
        + (profile.ValenceWeight * (1 - Math.Abs(features.Valence - target.Valence)))
        + (profile.DanceabilityWeight * (1 - Math.Abs(features.Danceability - target.Danceability)))
        + (profile.AcousticnessWeight * (1 - Math.Abs(features.Acousticness - target.Acousticness)))
        + (profile.TempoWeight * Math.Max(0, 1 - (Math.Abs(features.Tempo - target.Tempo) / profile.TempoSpan)));

    /// <summary>
    /// Closeness to be expected of a sound that is only estimated, 0 to 1. An estimate begins with the mood's typical sound, so taken at its
    /// word it would beat every song whose sound is known.
    /// </summary>
    public static double ExpectedVibe(AudioFeatures estimate, AudioFeatures target, ScoringProfile profile)
    {
        var error = AudioFeatureEstimator.MeanError;
        // An error on top of the farthest distance is no farther.
        return Math.Max(0, Vibe(
            new AudioFeatures(
                target.Energy + Expected(estimate.Energy - target.Energy, error.Energy),
                target.Valence + Expected(estimate.Valence - target.Valence, error.Valence),
                target.Danceability + Expected(estimate.Danceability - target.Danceability, error.Danceability),
                target.Acousticness + Expected(estimate.Acousticness - target.Acousticness, error.Acousticness),
                estimate.Instrumentalness,
                target.Tempo + Expected(estimate.Tempo - target.Tempo, error.Tempo)),
            target,
            profile));
    }

    /// <summary>How far a song's energy or valence lies from what is wanted, whichever is farther, 0 to 1; of an estimate what is to be expected, which may be a little more.</summary>
    public static double Astray(AudioFeatures features, FeatureSource source, AudioFeatures target)
    {
        var error = source is FeatureSource.Estimated ? AudioFeatureEstimator.MeanError : default;
        return Math.Max(Expected(features.Energy - target.Energy, error.Energy), Expected(features.Valence - target.Valence, error.Valence));
    }

    /// <summary>The recency of a song that is not recent.</summary>
    internal const double LeastRecency = .3;

    /// <summary>1 up to 180 days, .8 up to 365, .6 up to 540, else .3; .5 when the date is unknown.</summary>
    public static double Recency(ReleaseDate? released, DateOnly today) => released?.AgeInDays(today) switch
    {
        null => .5,
        <= 180 => 1,
        <= 365 => .8,
        <= ReleaseDate.RecentDays => .6,
        _ => LeastRecency,
    };

    /// <summary>
    /// The score that orders. Where popularity is unknown the song's prominence among its artist's stands in; without either the other two
    /// weights share its place: nothing is invented.
    /// </summary>
    public static double Final(double vibe, double recency, Track track, ScoringProfile profile) =>
        profile.RenownTerm(track) is { } known
            ? (profile.VibeWeight * vibe) + (profile.RecencyWeight * profile.AgeTerm(recency)) + (profile.PopularityWeight * known)
            : ((profile.VibeWeight * vibe) + (profile.RecencyWeight * profile.AgeTerm(recency))) / (profile.VibeWeight + profile.RecencyWeight);

    // The distance to be expected: that of the error itself where the estimate is right on target, and the plain one far from it.
    private static double Expected(double distance, double error) => Math.Sqrt((distance * distance) + (error * error));
}
