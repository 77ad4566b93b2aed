using StoryBeats.Catalog;
using StoryBeats.Ranking;

namespace StoryBeats.Providers.EmbeddedCatalog.Packed;

/// <summary>Which songs of a catalogue are looked for by their sound.</summary>
internal sealed record FeatureQuery
{
    /// <summary>The sound wanted; brought into its range.</summary>
    public required AudioFeatures Target { get; init; }

    /// <summary>What counts as near it; by default the classic profile.</summary>
    public ScoringProfile Profile { get; init; } = ScoringProfile.Classic;

    /// <summary>Languages that may be sung, or null for all.</summary>
    public IReadOnlySet<string>? Languages { get; init; }

    /// <summary>Least popularity, where it is known: 0 to 100, default 0.</summary>
    public int MinPopularity { get; init; }

    /// <summary>Greatest popularity, where it is known: 0 to 100, default 100.</summary>
    public int MaxPopularity { get; init; } = 100;

    /// <summary>First year of release, or null for any; with a year given here or below, songs of an unknown year stay out.</summary>
    public int? ReleasedFrom { get; init; }

    /// <summary>Last year of release, or null for any.</summary>
    public int? ReleasedTo { get; init; }

    /// <summary>Rows that are not wanted.</summary>
    public IReadOnlySet<int> Excluded { get; init; } = new HashSet<int>();
}

/// <summary>A song found by its sound.</summary>
/// <param name="Row">Its row in the catalogue.</param>
/// <param name="Vibe">How near it is, 0 to 1: <see cref="TrackScorer.Vibe"/> of its exact features.</param>
internal readonly record struct FeatureHit(int Row, double Vibe);
