using StoryBeats.Catalog;
using StoryBeats.Vision;

namespace StoryBeats.Retrieval;

/// <summary>What candidates are wanted for.</summary>
public sealed record RetrievalRequest
{
    /// <summary>The mood.</summary>
    public required MoodCategory Mood { get; init; }

    /// <summary>The sound wanted, tempo already pinned by the mood.</summary>
    public required AudioFeatures Target { get; init; }

    /// <summary>Languages that may be sung, as in <see cref="Track.Language"/>.</summary>
    public required IReadOnlySet<string> Languages { get; init; }

    /// <summary>Artists to ask first, from <see cref="ArtistSelector"/>.</summary>
    public required IReadOnlyList<SelectedArtist> Artists { get; init; }

    /// <summary>Today, for the age of releases.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>Songs not wanted: shown before, or excluded by the visitor.</summary>
    public IReadOnlySet<TrackId> Excluded { get; init; } = new HashSet<TrackId>();

    /// <summary>Songs shown before; a source may leave out their ids, but not know their other versions.</summary>
    public IReadOnlyList<Track> Shown { get; init; } = [];

    /// <summary>How long songs for this were waited for already; a source that others than this machine answer for waits so much less.</summary>
    public TimeSpan Waited { get; init; }
}
