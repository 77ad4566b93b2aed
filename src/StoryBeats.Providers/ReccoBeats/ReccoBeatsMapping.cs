using System.Text.Json;
using System.Text.RegularExpressions;
using StoryBeats.Catalog;

namespace StoryBeats.Providers.ReccoBeats;

/// <summary>From ReccoBeats' shapes to ours, every field checked.</summary>
internal static partial class ReccoBeatsMapping
{
    /// <summary>Spotify's id, from the address under <c>href</c>; null when there is none. Its own <c>id</c> is a UUID.</summary>
    public static string? SpotifyId(JsonElement item) =>
        item.ValueKind is JsonValueKind.Object
        && item.TryGetProperty("href", out var href)
        && href.ValueKind is JsonValueKind.String
        && Address().Match(href.GetString()!) is { Success: true } match
            ? match.Groups["id"].Value
            : null;

    /// <summary>The features.</summary>
    /// <param name="item">An item of <c>/v1/audio-features</c>.</param>
    /// <param name="wrong">The first field that is missing, of a wrong type or out of its range.</param>
    public static AudioFeatures? Features(JsonElement item, out string? wrong)
    {
        wrong = null;
        var features = new AudioFeatures(
            Number(item, "energy", 0, 1, ref wrong),
            Number(item, "valence", 0, 1, ref wrong),
            Number(item, "danceability", 0, 1, ref wrong),
            Number(item, "acousticness", 0, 1, ref wrong),
            Number(item, "instrumentalness", 0, 1, ref wrong),
            Number(item, "tempo", 40, 220, ref wrong));
        return wrong is null ? features : null;
    }

    /// <summary>The popularity, or null when it says none.</summary>
    /// <param name="item">An item of <c>/v1/track</c>.</param>
    /// <param name="wrong">The field's name when it makes no sense.</param>
    public static int? Popularity(JsonElement item, out string? wrong)
    {
        wrong = null;
        if (!item.TryGetProperty("popularity", out var value) || value.ValueKind is JsonValueKind.Null)
            return null;

        var popularity = Number(item, "popularity", 0, 100, ref wrong);
        return wrong is null ? (int)Math.Round(popularity) : null;
    }

    private static double Number(JsonElement item, string name, double low, double high, ref string? wrong)
    {
        if (item.TryGetProperty(name, out var value)
            && value.ValueKind is JsonValueKind.Number
            && value.TryGetDouble(out var number)
            && number >= low && number <= high)
        {
            return number;
        }

        wrong ??= name;
        return 0;
    }

    [GeneratedRegex(@"^https?://open\.spotify\.com/(intl-[a-z]+/)?track/(?<id>[A-Za-z0-9]{1,64})([?#].*)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Address();
}
