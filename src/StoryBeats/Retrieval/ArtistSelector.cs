using StoryBeats.Catalog;
using StoryBeats.Learning;
using StoryBeats.Reranking;
using StoryBeats.Vision;

namespace StoryBeats.Retrieval;

/// <summary>Chooses which artists to ask for a mood, for each side of the language mix: the curated ones, and those learned to please.</summary>
public sealed class ArtistSelector(CuratedArtistsFile curated)
{
    /// <summary>Most artists a side.</summary>
    public const int PerSide = 8;

    // What a curated artist starts with: people chose them for the mood. Others start from doubt.
    private const double CuratedFor = 6;
    private const double CuratedAgainst = 1;
    private const double OtherFor = 1;
    private const double OtherAgainst = 3;

    /// <summary>The artists, best first, each once.</summary>
    /// <param name="mood">The mood.</param>
    /// <param name="mix">The language mix.</param>
    /// <param name="taste">What was learned; without beliefs the curated artists stand as they are.</param>
    /// <param name="seed">Seeds the draws.</param>
    public IReadOnlyList<SelectedArtist> Select(MoodCategory mood, LanguageMix mix, Taste taste, int seed)
    {
        var lists = curated.Current;
        var english = mix.Languages.Contains(Languages.English) ? lists.English(mood).Take(PerSide) : [];
        var hindi = mix.Languages.Overlaps(Languages.Indian) ? lists.Hindi(mood).Take(PerSide) : [];
        if (taste.Beliefs.Count == 0)
            return Once(english.Select(name => new SelectedArtist(name, Languages.English)), hindi.Select(name => new SelectedArtist(name, Languages.Hindi)));

        var random = new Random(unchecked((seed * 31) + (int)mood));
        return Once(
            Draw(english, Languages.English, taste, language => language == Languages.English && mix.Languages.Contains(language), random),
            Draw(hindi, Languages.Hindi, taste, language => language != Languages.English && mix.Languages.Contains(language), random));
    }

    private static IReadOnlyList<SelectedArtist> Once(IEnumerable<SelectedArtist> english, IEnumerable<SelectedArtist> hindi) =>
        [.. english.Concat(hindi).DistinctBy(artist => artist.Name, StringComparer.Ordinal)];

    // Thompson sampling: each artist draws from what is believed of them, so that who is likely to please is asked often and who is
    // little known now and then.
    private static IEnumerable<SelectedArtist> Draw(
        IEnumerable<string> curated, string language, Taste taste, Func<string, bool> sung, Random random)
    {
        var arms = new List<(SelectedArtist Artist, double Drawn)>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in curated)
        {
            var key = TrackKey.Fold(name);
            known.Add(key);
            var belief = taste.Beliefs.GetValueOrDefault(key);
            arms.Add((new SelectedArtist(name, language), BetaDraw.Next(random, CuratedFor + (belief?.Liked ?? 0), CuratedAgainst + (belief?.Disliked ?? 0))));
        }

        foreach (var (key, belief) in taste.Beliefs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!known.Contains(key) && sung(belief.Language) && belief.Liked > belief.Disliked)
                arms.Add((new SelectedArtist(belief.Name, belief.Language), BetaDraw.Next(random, OtherFor + belief.Liked, OtherAgainst + belief.Disliked)));
        }

        return arms.OrderByDescending(arm => arm.Drawn).ThenBy(arm => arm.Artist.Name, StringComparer.Ordinal).Take(PerSide).Select(arm => arm.Artist);
    }
}

/// <summary>An artist to ask for.</summary>
/// <param name="Name">The name, as people spell it.</param>
/// <param name="Language">What the artist mostly sings in; says in which <see cref="Market"/> to look, and what to take a song for that nobody knows.</param>
public sealed record SelectedArtist(string Name, string Language);
