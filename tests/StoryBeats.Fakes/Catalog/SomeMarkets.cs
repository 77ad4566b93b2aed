namespace StoryBeats.Fakes.Catalog;

/// <summary>Where songs are sold.</summary>
internal static class SomeMarkets
{
    private static readonly string[] All = ["AU", "BR", "CA", "DE", "FR", "GB", "IN", "JP", "US"];

    /// <summary>Mostly everywhere; one in twenty not in the other side's market.</summary>
    public static IReadOnlyList<string> Draw(string language, Random random)
    {
        if (random.Next(20) != 0)
            return All;
        var missing = language == "Hindi" ? "US" : "IN";
        return [.. All.Where(market => market != missing)];
    }
}
