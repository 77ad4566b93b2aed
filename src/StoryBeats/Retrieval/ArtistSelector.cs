using StoryBeats.Catalog;
using StoryBeats.Reranking;
using StoryBeats.Vision;

namespace StoryBeats.Retrieval;

/// <summary>Chooses which artists to ask for a mood: the curated ones, for each side of the language mix.</summary>
public sealed class ArtistSelector(CuratedArtistsFile curated)
{
    /// <summary>Most artists a side.</summary>
    public const int PerSide = 8;

    /// <summary>The artists, best first, each once.</summary>
    public IReadOnlyList<string> Select(MoodCategory mood, LanguageMix mix)
    {
        var lists = curated.Current;
        var english = mix.Languages.Contains(Languages.English) ? lists.English(mood).Take(PerSide) : [];
        var hindi = mix.Languages.Overlaps(Languages.Indian) ? lists.Hindi(mood).Take(PerSide) : [];
        return [.. english.Concat(hindi).Distinct(StringComparer.Ordinal)];
    }
}
