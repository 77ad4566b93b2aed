using System.Text.RegularExpressions;

namespace StoryBeats.Providers.Previews;

/// <summary>A title as one types it to find the song.</summary>
internal static partial class SearchTitle
{
    /// <summary>The title without what only some catalogues add: the film, the pressing, who sings along.</summary>
    public static string Of(string title)
    {
        var bare = Added().Replace(title, "").Trim();
        return bare.Length > 0 ? bare : title;
    }

    [GeneratedRegex(@"\s*[\(\[](from|feat\.?|ft\.?|featuring|with|\d{4} remaster|remaster)\b[^\)\]]*[\)\]]|\s+[-–—]\s+(from|(\d{4}\s+)?remaster(ed)?)\b.*$|\s+(feat|ft)\.\s.*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Added();
}
