using System.Text.RegularExpressions;

namespace StoryBeats.Catalog;

/// <summary>The artists that an artist field names: "Badshah feat. Raftaar &amp; Ikka" is by three.</summary>
public static partial class ArtistNames
{
    /// <summary>Whether a track is by one of some artists, or says that one of them features.</summary>
    /// <param name="track">The track.</param>
    /// <param name="artistKeys">Names folded as <see cref="Track.ArtistKey"/>.</param>
    public static bool Names(Track track, IReadOnlySet<string> artistKeys) =>
        artistKeys.Count > 0 && (artistKeys.Contains(track.ArtistKey) || Parts(track.Artist).Any(artistKeys.Contains));

    // "Iron & Wine" is one artist, also where somebody features: what stands on either side of a "feat." counts whole and in parts.
    private static IEnumerable<string> Parts(string artist)
    {
        foreach (var credit in Featuring().Split(artist))
        {
            foreach (var name in Joined().Split(credit).Append(credit).Where(name => !string.IsNullOrWhiteSpace(name)))
                yield return TrackKey.Fold(name.Trim(' ', '(', ')', '[', ']'));
        }
    }

    [GeneratedRegex(@"[\(\[]?\b(?:feat\.?|ft\.?|featuring)\s|\swith\s|;", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Featuring();

    [GeneratedRegex(@"\s*[,&+/]\s*|\s+(?:and|x|×|vs\.?)\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Joined();
}
