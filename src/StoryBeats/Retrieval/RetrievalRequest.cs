using StoryBeats.Catalog;
using StoryBeats.Ranking;
using StoryBeats.Vision;

namespace StoryBeats.Retrieval;

/// <summary>What candidates are wanted for.</summary>
public sealed record RetrievalRequest
{
    /// <summary>The mood.</summary>
    public required MoodCategory Mood { get; init; }

    /// <summary>The sound wanted, tempo already pinned by the mood.</summary>
    public required AudioFeatures Target { get; init; }

    /// <summary>What counts as near it; by default the classic profile.</summary>
    public ScoringProfile Profile { get; init; } = ScoringProfile.Classic;

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

    /// <summary>Artists not wanted by the visitor, by folded name.</summary>
    public IReadOnlySet<string> ExcludedArtists { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether what is known on this machine is enough: then nobody else is asked while the visitor waits.</summary>
    public bool KnownAlone { get; init; }

    /// <summary>How long songs for this were waited for already; a source that others than this machine answer for waits so much less.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Whether a song may come: neither it nor an artist whom it names is excluded.</summary>
    public bool Allows(Track track) => !Excluded.Contains(track.Id) && !ArtistNames.Names(track, ExcludedArtists);
}
