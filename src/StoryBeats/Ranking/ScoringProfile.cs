using StoryBeats.Catalog;

namespace StoryBeats.Ranking;

/// <summary>Weights and thresholds of a ranking. Weights of each sum add up to 1.</summary>
public sealed record ScoringProfile
{
    // Popularity that counts as hidden and as known to everybody: of the starter catalogue's songs, 2 % are less known and 1 % better.
    private const double Hidden = 40;
    private const double WellKnown = 90;

    // What a visitor wishes weighs at least what it weighs in the original.
    private const double WishedAgeWeight = .3;
    private const double WishedRenownWeight = .2;

    // A tempo that the visitor asked for counts more than energy, and twice as far: else all songs beyond 50 BPM would be alike.
    private const double WishedTempoWeight = .35;
    private const double WishedTempoSpan = 100;

    /// <summary>The original's weights.</summary>
    public static ScoringProfile Classic { get; } = new() { Name = "classic" };

    /// <summary>Nearness in valence and energy before all else; age and popularity only lean on it.</summary>
    public static ScoringProfile Matched { get; } = new()
    {
        Name = "matched",
        PlaneWeight = .8,
        VibeWeight = .70,
        RecencyWeight = .20,
        PopularityWeight = .10,
        VarietyWeight = 2,
        LearnedWeight = 1.6,
        Chance = .02,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ScoringProfile> All { get; } = [Classic, Matched];

    /// <summary>The profile of a name in settings.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static ScoringProfile Named(string name) => All.FirstOrDefault(profile => profile.Name == name)
        ?? throw new ArgumentException($"There is no ranking profile \"{name}\".", nameof(name));

    /// <summary>The name in settings and answers.</summary>
    public required string Name { get; init; }

    /// <summary>Weight of energy in the vibe score.</summary>
    public double EnergyWeight { get; init; } = .30;

    /// <summary>Weight of valence in the vibe score.</summary>
    public double ValenceWeight { get; init; } = .30;

    /// <summary>Weight of danceability in the vibe score.</summary>
    public double DanceabilityWeight { get; init; } = .20;

    /// <summary>Weight of acousticness in the vibe score.</summary>
    public double AcousticnessWeight { get; init; } = .10;

    /// <summary>Weight of tempo in the vibe score.</summary>
    public double TempoWeight { get; init; } = .10;

    /// <summary>Tempo difference that counts as none in common, in BPM.</summary>
    public double TempoSpan { get; init; } = 50;

    /// <summary>How much of the fit is nearness in valence and energy alone, 0 to 1; the rest is the vibe score.</summary>
    public double PlaneWeight { get; init; }

    /// <summary>What a song loses that sounds just like another of its five, 0 or more; by as much less as their vibe score to each other is below 1.</summary>
    public double VarietyWeight { get; init; }

    /// <summary>How much is left to chance, so that not every such photo gets the same songs, 0 to 1; the same photo always gets the same.</summary>
    public double Chance { get; init; }

    /// <summary>How much what was learned counts: scores of songs lie as much farther apart than in the original.</summary>
    public double LearnedWeight { get; init; } = 1;

    /// <summary>Whether songs are also chosen by how they differ, or by chance.</summary>
    internal bool IsVaried => VarietyWeight > 0 || Chance > 0;

    /// <summary>Weight of the fit, which is the vibe score or near it, in the final score.</summary>
    public double VibeWeight { get; init; } = .5;

    /// <summary>Weight of recency in the final score.</summary>
    public double RecencyWeight { get; init; } = .3;

    /// <summary>Weight of popularity in the final score.</summary>
    public double PopularityWeight { get; init; } = .2;

    /// <summary>Least vibe score with measured features.</summary>
    public double MinVibeMeasured { get; init; } = .75;

    /// <summary>Least vibe score with estimated features.</summary>
    public double MinVibeEstimated { get; init; } = .50;

    /// <summary>Least popularity, where it is known.</summary>
    public int MinPopularity { get; init; } = 47;

    /// <summary>Greatest popularity, where it is known: more is overplayed.</summary>
    public int MaxPopularity { get; init; } = 85;

    /// <summary>Farthest that a song's energy or valence may lie from what is wanted: beyond it breaks the mood, however well the rest fits. 0 to 1; default .35.</summary>
    public double MoodMargin { get; init; } = .35;

    /// <summary>How fresh songs should be, 0 (classics) to 1 (just released), or null: the fresher the better.</summary>
    public double? Freshness { get; init; }

    /// <summary>How well known songs should be, 0 (hidden) to 1 (everybody knows them), or null: the better the better.</summary>
    public double? Familiarity { get; init; }

    /// <summary>The same profile for a visitor's wishes; the range of popularity follows them, as wide as it was.</summary>
    /// <param name="freshness">0 to 1, or null.</param>
    /// <param name="familiarity">0 to 1, or null.</param>
    /// <param name="tempo">The tempo in BPM, or null: one that is wished counts more than one that was read.</param>
    /// <param name="likesSong">Whether they want more like a song: then the whole of its sound counts, and not its mood alone, and songs may sound alike.</param>
    public ScoringProfile For(double? freshness, double? familiarity, double? tempo = null, bool likesSong = false)
    {
        var wished = (tempo is null ? this : WeighingTempo()) with { Freshness = freshness, Familiarity = familiarity };
        if (tempo is not null || likesSong)
            wished = wished with { PlaneWeight = 0, VarietyWeight = 0 };
        if (freshness is not null)
            wished = wished with { RecencyWeight = Math.Max(RecencyWeight, WishedAgeWeight) };
        if (familiarity is not null)
            wished = wished with { PopularityWeight = Math.Max(PopularityWeight, WishedRenownWeight) };
        wished = wished with { VibeWeight = VibeWeight - (wished.RecencyWeight - RecencyWeight) - (wished.PopularityWeight - PopularityWeight) };
        if (familiarity is not { } wanted)
            return wished;

        var (middle, half) = (Hidden + (wanted * (WellKnown - Hidden)), (MaxPopularity - MinPopularity) / 2.0);
        return wished with { MinPopularity = (int)Math.Max(0, Math.Round(middle - half)), MaxPopularity = (int)Math.Min(100, Math.Round(middle + half)) };
    }

    private ScoringProfile WeighingTempo()
    {
        var rest = (1 - WishedTempoWeight) / (1 - TempoWeight);
        return this with
        {
            EnergyWeight = EnergyWeight * rest,
            ValenceWeight = ValenceWeight * rest,
            DanceabilityWeight = DanceabilityWeight * rest,
            AcousticnessWeight = AcousticnessWeight * rest,
            TempoWeight = WishedTempoWeight,
            TempoSpan = WishedTempoSpan,
        };
    }

    /// <summary>What a song's age adds to its score before the weight, 0 to 1: its recency, or how near that is to the freshness wished.</summary>
    internal double AgeTerm(double recency) =>
        Freshness is { } wanted ? 1 - Math.Abs(((recency - TrackScorer.LeastRecency) / (1 - TrackScorer.LeastRecency)) - wanted) : recency;

    /// <summary>What a song's renown adds to its score before the weight, 0 to 1, or null where nobody knows it.</summary>
    internal double? RenownTerm(Track track)
    {
        if (Familiarity is not { } wanted)
            return track.Popularity / 100.0 ?? track.Prominence;

        var renown = track.Popularity is { } popularity ? Math.Clamp((popularity - Hidden) / (WellKnown - Hidden), 0, 1) : track.Prominence;
        return renown is { } known ? 1 - Math.Abs(known - wanted) : null;
    }
}
