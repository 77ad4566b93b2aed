using StoryBeats.Catalog;

namespace StoryBeats.Learning;

/// <summary>What was learned for one visitor in one mood: from their own feedback, and from everybody's. Pure values.</summary>
public sealed record Taste
{
    // A reason is told only where it moved the song.
    private const double WorthTelling = .02;

    /// <summary>Nothing learned: songs are ranked as if nobody had ever said a word.</summary>
    public static Taste None { get; } = new();

    /// <summary>How the sound wanted is moved; within <see cref="FeatureOffset.Bounded"/>.</summary>
    public FeatureOffset Offset { get; init; }

    /// <summary>Songs of five moved from English to the Hindi side, -2 to 2.</summary>
    public int LanguageShift { get; init; }

    /// <summary>What an artist adds, by folded name.</summary>
    public IReadOnlyDictionary<string, LearnedEffect> Artists { get; init; } = new Dictionary<string, LearnedEffect>(StringComparer.Ordinal);

    /// <summary>What a song adds besides its artist.</summary>
    public IReadOnlyDictionary<TrackKey, LearnedEffect> Songs { get; init; } = new Dictionary<TrackKey, LearnedEffect>();

    /// <summary>Songs that this visitor does not want to hear again.</summary>
    public IReadOnlySet<TrackKey> Unwanted { get; init; } = new HashSet<TrackKey>();

    /// <summary>What is believed of artists in this mood, by folded name; empty: the curated artists are asked as they stand.</summary>
    public IReadOnlyDictionary<string, ArtistBelief> Beliefs { get; init; } = new Dictionary<string, ArtistBelief>(StringComparer.Ordinal);

    /// <summary>What a song loses because this visitor was shown it lately.</summary>
    public IReadOnlyDictionary<TrackKey, double> Seen { get; init; } = new Dictionary<TrackKey, double>();

    /// <summary>The most that likes and dislikes add or take.</summary>
    public double Bound { get; init; }

    /// <summary>What was learned adds to a song's score.</summary>
    public LearnedEffect For(Track track)
    {
        if (Artists.Count == 0 && Songs.Count == 0 && Seen.Count == 0)
            return default;

        var artist = Artists.GetValueOrDefault(track.ArtistKey);
        var song = Songs.GetValueOrDefault(track.Key);
        var value = Math.Clamp(artist.Value + song.Value, -Bound, Bound) - Seen.GetValueOrDefault(track.Key);
        var telling = song.Value > artist.Value ? song.Reason ?? artist.Reason : artist.Reason ?? song.Reason;
        return new LearnedEffect(value, value >= WorthTelling ? telling : null);
    }
}
