using System.Globalization;
using StoryBeats.Catalog;

namespace StoryBeats.Ranking;

/// <summary>Drops what does not fit well enough; when too little is left it gives way step by step, and says so. Pure.</summary>
public static class TrackFilter
{
    /// <summary>With fewer songs than this that could be shown together, the filter gives way.</summary>
    public const int Enough = 5;

    // Popularity goes first: a song that fits but is too well known serves better than one that does not fit. Songs that break the mood come
    // last, the least far first: a sad song after a bright one is what visitors forgive least.
    private static readonly Step[] Steps =
    [
        new(PopularityMargin: 0, VibeMargin: 0),
        new(PopularityMargin: 10, VibeMargin: 0),
        new(PopularityMargin: 20, VibeMargin: 0),
        new(PopularityMargin: 100, VibeMargin: 0),
        new(PopularityMargin: 100, VibeMargin: .10),
        new(PopularityMargin: 100, VibeMargin: .20),
        new(PopularityMargin: 100, VibeMargin: .35),
        new(PopularityMargin: 100, VibeMargin: 1),
        new(PopularityMargin: 100, VibeMargin: 1, MoodMargin: .10),
        new(PopularityMargin: 100, VibeMargin: 1, MoodMargin: .25),
        new(PopularityMargin: 100, VibeMargin: 1, MoodMargin: 1),
    ];

    /// <summary>Filters scored tracks.</summary>
    /// <param name="tracks">The tracks, any order; the order is kept.</param>
    /// <param name="profile">Thresholds.</param>
    /// <param name="perArtist">How many songs of one artist may be shown together: more do not count as enough.</param>
    public static FilterResult Apply(IReadOnlyList<ScoredTrack> tracks, ScoringProfile profile, int perArtist)
    {
        var step = 0;
        var kept = Keep();
        while (Usable(kept, perArtist) < Enough && step < Steps.Length - 1)
        {
            step++;
            kept = Keep();
        }

        return new FilterResult(kept, tracks.Count - kept.Count, Describe(Steps[step], profile, kept));

        List<ScoredTrack> Keep() => [.. tracks.Where(track => Passes(track, profile, Steps[step]))];
    }

    private static bool Passes(ScoredTrack track, ScoringProfile profile, Step step)
    {
        var least = track.FeatureSource is FeatureSource.Measured or FeatureSource.PartlyMeasured ? profile.MinVibeMeasured : profile.MinVibeEstimated;
        return track.Vibe >= least - step.VibeMargin
            && track.Astray <= profile.MoodMargin + step.MoodMargin
            && (track.Track.Popularity is not { } popularity
                || (popularity >= profile.MinPopularity - step.PopularityMargin && popularity <= profile.MaxPopularity + step.PopularityMargin));
    }

    private static int Usable(List<ScoredTrack> tracks, int perArtist) =>
        tracks.GroupBy(track => track.Track.ArtistKey, StringComparer.Ordinal).Sum(artist => Math.Min(artist.Count(), perArtist));

    // A filter that let nothing in did not give way, however wide it stood open.
    private static IReadOnlyList<Relaxation> Describe(Step step, ScoringProfile profile, List<ScoredTrack> kept)
    {
        var relaxed = new List<Relaxation>();
        if (!kept.TrueForAll(track => Passes(track, profile, step with { PopularityMargin = 0 })))
        {
            relaxed.Add(new Relaxation("popularity", step.PopularityMargin < 100
                ? $"Too few songs fitted, so popularity {Math.Max(0, profile.MinPopularity - step.PopularityMargin)} to {Math.Min(100, profile.MaxPopularity + step.PopularityMargin)} was let in instead of {profile.MinPopularity} to {profile.MaxPopularity}."
                : "Too few songs fitted, so any popularity was let in."));
        }

        if (!kept.TrueForAll(track => Passes(track, profile, step with { VibeMargin = 0 })))
        {
            relaxed.Add(new Relaxation("vibe", step.VibeMargin < 1
                ? string.Create(CultureInfo.InvariantCulture, $"Too few songs fitted, so the least vibe score was lowered by {step.VibeMargin:0.00}.")
                : "Too few songs fitted, so the vibe score was left out."));
        }

        if (!kept.TrueForAll(track => Passes(track, profile, step with { MoodMargin = 0 })))
            relaxed.Add(new Relaxation("mood", "Too few songs fitted, so songs far from this mood were let in."));

        return relaxed;
    }

    private sealed record Step(int PopularityMargin, double VibeMargin, double MoodMargin = 0);
}

/// <summary>What passed, and at what price.</summary>
/// <param name="Tracks">The tracks that passed, in their order.</param>
/// <param name="Dropped">How many did not.</param>
/// <param name="Relaxed">What gave way; empty when nothing had to.</param>
public sealed record FilterResult(IReadOnlyList<ScoredTrack> Tracks, int Dropped, IReadOnlyList<Relaxation> Relaxed);
