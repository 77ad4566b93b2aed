using System.Text.RegularExpressions;

namespace StoryBeats.Catalog;

/// <summary>
/// Which version of a song a title names: "Tum Hi Ho (Live)" and "Tum Hi Ho - Karaoke Version" are other recordings than "Tum Hi Ho", and
/// "Tum Hi Ho (From "Aashiqui 2")" is not. <see cref="TrackKey"/> knows them as one song; this tells them apart.
/// </summary>
public static partial class SongVersion
{
    /// <summary>The marks of a title that name another recording, folded and in order; empty for the song as everybody knows it.</summary>
    public static string Of(string title)
    {
        var marks = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Match mark in Mark().Matches(title))
        {
            foreach (var part in mark.Value.Split([" - ", " – ", " — "], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                Read(part.Trim('(', ')', '[', ']', ' ', '-', '–', '—'), marks);
        }

        return string.Join('+', marks);
    }

    /// <summary>Whether a record is made of copies: karaoke, tributes, covers for the gym.</summary>
    public static bool IsOfCopies(string? album) => album is not null && Copies().IsMatch(album);

    /// <summary>Whether a record says that it was played live.</summary>
    public static bool IsLive(string? text) => text is not null && LiveRecord().IsMatch(text);

    private static void Read(string part, SortedSet<string> marks)
    {
        if (part.Length == 0 || Plain().IsMatch(part))
            return;

        // A remix is its maker's, and a "version" whatever it says that it is: the whole mark counts.
        if (Named().IsMatch(part))
        {
            marks.Add(TrackKey.Fold(part));
            return;
        }

        foreach (Match kind in Kind().Matches(part))
            marks.Add(TrackKey.Fold(kind.Value));
    }

    // In brackets anywhere, or all after a dash.
    [GeneratedRegex(@"[\(\[][^\)\]]*[\)\]]|\s[-–—]\s.*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Mark();

    // Says who sings along, where it is from or how it was pressed: the same recording.
    [GeneratedRegex(
        @"^(feat\b|ft\b|featuring\b|with\b|from\b)|^(original|single|album|film|mono|stereo|explicit|clean|full|radio|\d{4}|remaster(ed)?|digital(ly)?|\s)+(version|mix|edit|remaster(ed)?)?(\s+\d{4})?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Plain();

    [GeneratedRegex(@"\b(remix|mix|edit|version|mashup|rework|bootleg|dub)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Named();

    [GeneratedRegex(
        @"\b(live|acoustic|unplugged|stripped|piano|orchestral|karaoke|cover|tribute|instrumental|demo|session|reprise|medley|slowed|sped up|nightcore|lo-?fi|8d|a ?cappella|style of|performed by|made famous)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Kind();

    [GeneratedRegex(@"\b(karaoke|tribute|cover versions|made famous|in the style of|workout)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Copies();

    [GeneratedRegex(@"\b(live (at|in|from|on)|mtv unplugged)\b|[\(\[]live\b|\s[-–—]\s+live\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex LiveRecord();
}
