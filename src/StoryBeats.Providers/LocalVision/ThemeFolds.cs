namespace StoryBeats.Providers.LocalVision;

/// <summary>Splits photos into folds so that no theme is in two of them: photos of one theme are too alike to test each other.</summary>
internal static class ThemeFolds
{
    /// <summary>Draws the fold of each photo.</summary>
    /// <param name="themes">The theme of each photo.</param>
    /// <param name="folds">How many folds.</param>
    /// <param name="seed">The same seed draws the same folds.</param>
    public static int[] Draw(IReadOnlyList<string> themes, int folds, int seed)
    {
        var names = themes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(names);
        var fold = names.Select((theme, index) => (theme, index)).ToDictionary(pair => pair.theme, pair => pair.index % folds, StringComparer.Ordinal);
        return [.. themes.Select(theme => fold[theme])];
    }
}
