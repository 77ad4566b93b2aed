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
    public IReadOnlyList<string> Select(MoodCategory mood, LanguageMix mix, Taste taste, int seed)
    {
        var lists = curated.Current;
        var english = mix.Languages.Contains(Languages.English) ? lists.English(mood).Take(PerSide) : [];
        var hindi = mix.Languages.Overlaps(Languages.Indian) ? lists.Hindi(mood).Take(PerSide) : [];
        if (taste.Beliefs.Count == 0)
            return [.. english.Concat(hindi).Distinct(StringComparer.Ordinal)];

        var random = new Random(unchecked((seed * 31) + (int)mood));
        var ofEnglish = Draw(english, taste, language => language == Languages.English && mix.Languages.Contains(language), random);
        var ofHindi = Draw(hindi, taste, language => language != Languages.English && mix.Languages.Contains(language), random);
        return [.. ofEnglish.Concat(ofHindi).Distinct(StringComparer.Ordinal)];
    }

    // Thompson sampling: each artist draws from what is believed of them, so that who is likely to please is asked often and who is
    // little known now and then.
    private static IEnumerable<string> Draw(IEnumerable<string> curated, Taste taste, Func<string, bool> sung, Random random)
    {
        var arms = new List<(string Name, double Drawn)>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in curated)
        {
            var key = TrackKey.Fold(name);
            known.Add(key);
            var belief = taste.Beliefs.GetValueOrDefault(key);
            arms.Add((name, BetaDraw.Next(random, CuratedFor + (belief?.Liked ?? 0), CuratedAgainst + (belief?.Disliked ?? 0))));
        }

        foreach (var (key, belief) in taste.Beliefs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!known.Contains(key) && sung(belief.Language) && belief.Liked > belief.Disliked)
                arms.Add((belief.Name, BetaDraw.Next(random, OtherFor + belief.Liked, OtherAgainst + belief.Disliked)));
        }

        return arms.OrderByDescending(arm => arm.Drawn).ThenBy(arm => arm.Name, StringComparer.Ordinal).Take(PerSide).Select(arm => arm.Name);
    }
}
