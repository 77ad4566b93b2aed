using StoryBeats.Vision;

namespace StoryBeats.Catalog;

/// <summary>One song of a catalogue. What is not known is null.</summary>
public sealed record Track
{
    private readonly string? _title;
    private readonly string? _artist;

    /// <summary>The id in the source that it came from.</summary>
    public required TrackId Id { get; init; }

    /// <summary>The title, as the catalogue spells it.</summary>
    public required string Title
    {
        get => _title!;
        init
        {
            _title = value;
            if (_artist is not null)
                Key = TrackKey.OfFolded(ArtistKey, value);
        }
    }

    /// <summary>The main credited artist.</summary>
    public required string Artist
    {
        get => _artist!;
        init
        {
            _artist = value;
            ArtistKey = TrackKey.Fold(value);
            if (_title is not null)
                Key = TrackKey.OfFolded(ArtistKey, _title);
        }
    }

    /// <summary>The album, single or film.</summary>
    public string? Album { get; init; }

    /// <summary>When it was released, as exactly as known.</summary>
    public ReleaseDate? ReleaseDate { get; init; }

    /// <summary>Language of the vocals, in English: "English", "Hindi", "Punjabi", …</summary>
    public required string Language { get; init; }

    /// <summary>Genres, lower case, most telling first.</summary>
    public IReadOnlyList<string> Genres { get; init; } = [];

    /// <summary>Mood categories that people would file it under, best first; empty when nobody has said.</summary>
    public IReadOnlyList<MoodCategory> Moods { get; init; } = [];

    /// <summary>What it sounds like, or null when nobody has said.</summary>
    public AudioFeatures? Features { get; init; }

    /// <summary>Where <see cref="Features"/> came from.</summary>
    public FeatureSource FeatureSource { get; init; }

    /// <summary>How far to trust <see cref="Features"/>, 0 to 1 (1: measured from this recording).</summary>
    public double FeatureConfidence { get; init; }

    /// <summary>Popularity, 0 to 100 on Spotify's scale, or null when unknown.</summary>
    public int? Popularity { get; init; }

    /// <summary>True when <see cref="Popularity"/> is somebody's estimate and not a service's figure.</summary>
    public bool PopularityIsEstimated { get; init; }

    /// <summary>
    /// How prominent the song is among its artist's, 0 to 1, from its place in a service's results and its age: stands in where
    /// <see cref="Popularity"/> is unknown, and never passes for it.
    /// </summary>
    public double? Prominence { get; init; }

    /// <summary>Spotify's id of the song, where known.</summary>
    public string? SpotifyId { get; init; }

    /// <summary>The album's cover, where known.</summary>
    public Uri? Cover { get; init; }

    /// <summary>Length in milliseconds.</summary>
    public int? DurationMs { get; init; }

    /// <summary>The recording's code, where known.</summary>
    public Isrc? Isrc { get; init; }

    /// <summary>Same song, same key: artist and title without version marks.</summary>
    public TrackKey Key { get; private init; }

    /// <summary>The artist's name folded for comparison.</summary>
    public string ArtistKey { get; private init; } = "";
}
