using StoryBeats.Catalog;
using StoryBeats.Reranking;

namespace StoryBeats.Providers.EmbeddedCatalog;

/// <summary>Lets as many songs of an artist through as may be shown: more would take the place of others.</summary>
internal sealed class ArtistCap
{
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    public bool Allows(Track track)
    {
        var taken = _taken.GetValueOrDefault(track.ArtistKey);
        _taken[track.ArtistKey] = taken + 1;
        return taken < DiversityReranker.PerArtist;
    }
}
