namespace StoryBeats.Vision;

/// <summary>What a visitor's language says of the music they know; used only where the image says nothing.</summary>
public static class VisitorLanguage
{
    private static readonly HashSet<string> Indian = new(StringComparer.OrdinalIgnoreCase)
        { "hi", "pa", "ta", "te", "bn", "mr", "gu", "kn", "ml", "ur", "or", "as", "sa", "bho", "mai" };

    private static readonly HashSet<string> Western = new(StringComparer.OrdinalIgnoreCase)
        { "en", "de", "fr", "es", "it", "nl", "pt", "sv", "da", "nb", "no", "fi", "pl", "cs", "el", "ga", "is" };

    /// <summary>The cultural vibe of a language tag such as <c>hi</c>, <c>en-IN</c> or <c>de-AT</c>.</summary>
    /// <returns>The vibe, or null when there is no tag or it says nothing.</returns>
    public static CulturalVibe? Vibe(string? tag)
    {
        if (string.IsNullOrWhiteSpace(tag))
            return null;

        var parts = tag.Split('-', '_');
        if (Indian.Contains(parts[0]))
            return CulturalVibe.Indian;
        if (parts.Skip(1).Any(part => part.Equals("IN", StringComparison.OrdinalIgnoreCase)))
            return CulturalVibe.Fusion;
        return Western.Contains(parts[0]) ? CulturalVibe.Western : null;
    }
}
