namespace StoryBeats.Ranking;

/// <summary>Weights and thresholds of a ranking. Weights of each sum add up to 1.</summary>
public sealed record ScoringProfile
{
    /// <summary>The original's weights.</summary>
    public static ScoringProfile Classic { get; } = new() { Name = "classic" };

    /// <summary>The profile of a name in settings.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static ScoringProfile Named(string name) => name == Classic.Name
        ? Classic
        : throw new ArgumentException($"There is no ranking profile \"{name}\".", nameof(name));

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

    /// <summary>Weight of the vibe score in the final score.</summary>
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
}
