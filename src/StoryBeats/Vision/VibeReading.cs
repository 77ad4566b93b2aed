namespace StoryBeats.Vision;

/// <summary>What a model says of a photo, as far as it has said it: null is what it did not say. Values are in range; what had to be mended is noted.</summary>
public sealed record VibeReading
{
    /// <summary>The mood in one specific word or a few.</summary>
    public string? Mood { get; init; }

    /// <summary>Which music culture the image speaks for.</summary>
    public CulturalVibe? CulturalVibe { get; init; }

    /// <summary>What is seen.</summary>
    public IReadOnlyList<string>? Themes { get; init; }

    /// <summary>Words around what is seen.</summary>
    public IReadOnlyList<string>? Keywords { get; init; }

    /// <summary>One or two sentences on setting, colours and atmosphere.</summary>
    public string? Description { get; init; }

    /// <summary>Genres, international and Indian.</summary>
    public IReadOnlyList<string>? Genres { get; init; }

    /// <summary>Energy wanted of the songs, 0 to 1.</summary>
    public double? Energy { get; init; }

    /// <summary>Valence wanted, 0 to 1.</summary>
    public double? Valence { get; init; }

    /// <summary>Danceability wanted, 0 to 1.</summary>
    public double? Danceability { get; init; }

    /// <summary>Acousticness wanted, 0 to 1.</summary>
    public double? Acousticness { get; init; }

    /// <summary>Instrumentalness wanted, 0 to 1.</summary>
    public double? Instrumentalness { get; init; }

    /// <summary>Tempo wanted, 60 to 180 BPM.</summary>
    public double? Tempo { get; init; }

    /// <summary>Instrumentation and feel, in words.</summary>
    public string? MusicStyle { get; init; }

    /// <summary>What was mended on the way, in sentences for whoever reads the answer, such as "energy 1.7 counts as 1".</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
