using StoryBeats.Vision;

namespace StoryBeats.Reranking;

/// <summary>How many of five songs come from which languages.</summary>
public sealed class LanguageMix
{
    /// <summary>Songs shown at a time.</summary>
    public const int PageSize = 5;

    private LanguageMix(IReadOnlyList<LanguageShare> shares)
    {
        Shares = shares;
        Languages = shares.SelectMany(share => share.Languages).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The shares; their counts add up to <see cref="PageSize"/>.</summary>
    public IReadOnlyList<LanguageShare> Shares { get; }

    /// <summary>Every language of the mix.</summary>
    public IReadOnlySet<string> Languages { get; }

    /// <summary>
    /// The mix that a cultural vibe asks for: indian 2 English and 3 Hindi, western 4 and 1, global and fusion 3 and 2, moved by one
    /// by a clear leaning.
    /// </summary>
    /// <param name="vibe">The cultural vibe.</param>
    /// <param name="leaning">1 when themes lean clearly Indian, -1 when Western, else 0.</param>
    /// <param name="learned">Songs of five that the visitor's likes move to the Hindi side, -2 to 2; either side keeps one, or what it has.</param>
    public static LanguageMix For(CulturalVibe vibe, int leaning, int learned = 0)
    {
        var asked = vibe switch { CulturalVibe.Indian => 2, CulturalVibe.Western => 4, _ => 3 } - Math.Sign(leaning);
        // A side that is never heard could never be liked again.
        var english = Math.Clamp(asked - Math.Clamp(learned, -2, 2), Math.Min(asked, 1), Math.Max(asked, PageSize - 1));
        return new LanguageMix(
        [
            new LanguageShare([Catalog.Languages.English], english),
            new LanguageShare(Catalog.Languages.HindiSide, PageSize - english),
        ]);
    }

    /// <summary>The mix without some languages: what a share loses in whole goes to the first that is left; with none left no song may come.</summary>
    public LanguageMix Without(IReadOnlyList<string> languages)
    {
        if (languages.Count == 0)
            return this;

        var left = Shares
            .Select(share => share with { Languages = [.. share.Languages.Except(languages, StringComparer.OrdinalIgnoreCase)] })
            .Where(share => share.Languages.Count > 0)
            .ToList();
        if (left.Count > 0)
            left[0] = left[0] with { OfFive = PageSize - left.Skip(1).Sum(share => share.OfFive) };
        return new LanguageMix(left);
    }

    /// <summary>The mix that a visitor sets outright: the languages in equal parts, the first named getting what is left over.</summary>
    public static LanguageMix Of(IReadOnlyList<string> languages)
    {
        ArgumentOutOfRangeException.ThrowIfZero(languages.Count, nameof(languages));
        var distinct = languages.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return new LanguageMix([.. distinct.Select((language, index) =>
            new LanguageShare([language], (PageSize / distinct.Count) + (index < PageSize % distinct.Count ? 1 : 0)))]);
    }
}

/// <summary>Some languages and how many of five songs they get.</summary>
/// <param name="Languages">The languages, first the one that names the share.</param>
/// <param name="OfFive">Songs of five.</param>
public sealed record LanguageShare(IReadOnlyList<string> Languages, int OfFive)
{
    /// <summary>The share's name.</summary>
    public string Name => Languages[0];

    /// <summary>Whether a language belongs to the share.</summary>
    public bool Covers(string language) => Languages.Contains(language, StringComparer.OrdinalIgnoreCase);
}
