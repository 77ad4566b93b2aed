using StoryBeats.Catalog;
using StoryBeats.Estimation;
using StoryBeats.Learning;
using StoryBeats.Retrieval;
using StoryBeats.Vision;

namespace StoryBeats.Ranking;

/// <summary>Scores candidates by domain.md's formulas. Pure: no I/O, no clock.</summary>
public sealed class TrackScorer(AudioFeatureEstimator estimator)
{
    // A reader that does not say is taken for as sure as one person is of what others feel; and even a visitor's own word is no decimal.
    private const double UsualDeviation = .12;
    private const double LeastDeviation = .08;

    /// <summary>Scores every candidate, in their order. Tracks without features are scored by an estimate, and say so.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="target">The sound wanted, tempo already pinned by the mood.</param>
    /// <param name="mood">The mood, for estimates.</param>
    /// <param name="today">Today, for recency.</param>
    /// <param name="profile">Weights.</param>
    /// <param name="taste">What was learned, or null for nothing.</param>
    /// <param name="like">The song that the visitor wants more like, or null.</param>
    /// <param name="deviation">How unsure the target is, or null where nobody says.</param>
    public IReadOnlyList<ScoredTrack> Score(
        IReadOnlyList<CandidateTrack> candidates, AudioFeatures target, MoodCategory mood, DateOnly today, ScoringProfile profile, Taste? taste = null, LikedSong? like = null,
        VibeUncertainty? deviation = null)
    {
        taste ??= Taste.None;
        var scored = new ScoredTrack[candidates.Count];
        for (var i = 0; i < scored.Length; i++)
        {
            var track = candidates[i].Track;
            var sound = Sound(track, mood);
            var (source, confidence) = track.Features is null ? (FeatureSource.Estimated, sound.Confidence) : (track.FeatureSource, track.FeatureConfidence);
            var vibe = source is FeatureSource.Estimated ? ExpectedVibe(sound, target, profile) : Vibe(sound.Features, target, profile);
            var fit = vibe + (profile.PlaneWeight * (Nearness(sound, target, deviation) - vibe));
            var recency = Recency(track.ReleaseDate, today);
            var learned = taste.For(track);
            var adjustment = profile.LearnedWeight * learned.Value;
            scored[i] = new ScoredTrack(candidates[i], sound.Features, source, confidence, vibe, recency, Final(fit, recency, track, profile) + adjustment)
            {
                Learned = adjustment,
                LearnedReason = learned.Reason,
                Astray = Astray(sound, target),
                LikeTitle = like?.IsNear(sound.Features, source, profile) is true ? like.Title : null,
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
    /// Closeness to be expected of a sound that is only estimated, 0 to 1. An estimate lies nearer the middle than songs do, so taken at its
    /// word it would beat many songs whose sound is known.
    /// </summary>
    public static double ExpectedVibe(FeatureEstimate estimate, AudioFeatures target, ScoringProfile profile)
    {
        var (features, error) = estimate;
        // An error on top of the farthest distance is no farther.
        return Math.Max(0, Vibe(
            new AudioFeatures(
                target.Energy + Expected(features.Energy - target.Energy, error.Energy),
                target.Valence + Expected(features.Valence - target.Valence, error.Valence),
                target.Danceability + Expected(features.Danceability - target.Danceability, error.Danceability),
                target.Acousticness + Expected(features.Acousticness - target.Acousticness, error.Acousticness),
                features.Instrumentalness,
                target.Tempo + Expected(features.Tempo - target.Tempo, error.Tempo)),
            target,
            profile));
    }

    /// <summary>
    /// How likely a song is the one that fits, by energy and valence alone, against one that lies right on target and is known for sure: 0 to 1. The
    /// reading and an estimate may both be off, so distances count less where either is unsure; and an estimate loses what its error makes of distance.
    /// </summary>
    /// <param name="sound">Its sound; what is known has no error.</param>
    /// <param name="target">The sound wanted.</param>
    /// <param name="deviation">How unsure the target is, or null where nobody says.</param>
    public static double Nearness(FeatureEstimate sound, AudioFeatures target, VibeUncertainty? deviation) =>
        (1 - Math.Min(1, Math.Sqrt((sound.Error.Energy * sound.Error.Energy) + (sound.Error.Valence * sound.Error.Valence))))
        * Likelihood(sound.Features.Energy - target.Energy, deviation?.Energy, sound.Error.Energy)
        * Likelihood(sound.Features.Valence - target.Valence, deviation?.Valence, sound.Error.Valence);

    /// <summary>How far a song's energy or valence lies from what is wanted, whichever is farther, 0 to 1; of an estimate what is to be expected, which may be a little more.</summary>
    /// <param name="sound">Its sound; what is known has no error.</param>
    /// <param name="target">The sound wanted.</param>
    public static double Astray(FeatureEstimate sound, AudioFeatures target) => Math.Max(
        Expected(sound.Features.Energy - target.Energy, sound.Error.Energy), Expected(sound.Features.Valence - target.Valence, sound.Error.Valence));

    // Features that came with the track as an estimate are as unsure as our own would be; all others count as they are.
    private FeatureEstimate Sound(Track track, MoodCategory mood) => track.Features switch
    {
        null => estimator.Estimate(track, mood),
        { } said when track.FeatureSource is FeatureSource.Estimated => new FeatureEstimate(said, estimator.Estimate(track, mood).Error),
        { } known => new FeatureEstimate(known, Error: default),
    };

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
    public static double Final(double fit, double recency, Track track, ScoringProfile profile) =>
        profile.RenownTerm(track) is { } known
            ? (profile.VibeWeight * fit) + (profile.RecencyWeight * profile.AgeTerm(recency)) + (profile.PopularityWeight * known)
            : ((profile.VibeWeight * fit) + (profile.RecencyWeight * profile.AgeTerm(recency))) / (profile.VibeWeight + profile.RecencyWeight);

    // The distance to be expected: that of the error itself where the estimate is right on target, and the plain one far from it.
    private static double Expected(double distance, double error) => Math.Sqrt((distance * distance) + (error * error));

    private static double Likelihood(double distance, double? deviation, double error)
    {
        var unsure = Math.Max(LeastDeviation, deviation ?? UsualDeviation);
        return Math.Exp(-distance * distance / (2 * ((unsure * unsure) + (error * error))));
    }
}
