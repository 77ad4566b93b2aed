using System.Globalization;
using System.Text.RegularExpressions;
using StoryBeats.Catalog;
using StoryBeats.Vision;

namespace StoryBeats.Estimation;

/// <summary>Something known of a track that tells how it may sound: "artist: drake", "word: remix".</summary>
/// <param name="Kind">What sort of thing: artist, genre, word, …</param>
/// <param name="Name">Which one.</param>
/// <param name="Weight">How much of it, 0 to 1.</param>
public readonly partial record struct FeatureClue(string Kind, string Name, double Weight = 1)
{
    /// <summary>The kind whose names are artists' keys.</summary>
    public const string Artist = "artist";

    // Where people have said the mood, the rest tells less: quiet songs of loud artists are filed under peaceful.
    private const double BesideMood = .5;

    /// <summary>All that is known of a track.</summary>
    /// <param name="track">The track.</param>
    /// <param name="asked">The moods that its artist is asked for, or the one that it was retrieved for.</param>
    /// <param name="groups">Which artists sound alike.</param>
    public static IEnumerable<FeatureClue> Of(Track track, IReadOnlyCollection<MoodCategory> asked, ArtistGroups groups)
    {
        var weight = track.Moods.Count > 0 ? BesideMood : 1;
        yield return new(Artist, track.ArtistKey, weight);
        foreach (var word in Word().Matches(track.Title.ToLowerInvariant()).Select(match => match.Value).Distinct(StringComparer.Ordinal))
            yield return new("word", word, weight);
        if (Look(track.Title) is { } look)
            yield return new("look", look);
        if (groups.Of(track.ArtistKey) is { } group)
            yield return new("group", group.ToString());
        if (track.Language.Length > 0)
            yield return new("language", track.Language);
        foreach (var genre in track.Genres)
            yield return new("genre", genre);
        foreach (var mood in asked)
            yield return new("asked", mood.ToString(), 1.0 / asked.Count);

        var length = track.DurationMs / 30_000;
        var decade = track.ReleaseDate?.Year / 10 * 10;
        if (length is { } halfMinutes)
            yield return new("length", Number(Math.Min(halfMinutes, 14)), weight);
        if (track.ReleaseDate is { Year: var year })
            yield return new("year", Number(Math.Max(1960, year / 5 * 5)));
        if (track.Popularity is { } popularity)
            yield return new("popularity", Number(popularity / 10));

        foreach (var mood in track.Moods)
            yield return new("mood", mood.ToString(), 1.0 / track.Moods.Count);
        if (track.Moods is not [var first, ..])
            yield break;
        if (length is { } minutes)
            yield return new("mood and length", $"{first} {Number(Math.Min(minutes / 2, 7))}");
        if (decade is { } ten)
            yield return new("mood and decade", $"{first} {Number(ten)}");
        if (track.Popularity is { } known)
            yield return new("mood and popularity", $"{first} {Number(Math.Min(known / 20, 2))}");
    }

    // Who writes titles all in capitals, or all without, makes another kind of music than the rest.
    private static string? Look(string title) =>
        title.Equals(title.ToLowerInvariant(), StringComparison.Ordinal) ? title.Any(char.IsLetter) ? "small letters" : "no letters"
        : title.Length > 2 && title.Equals(title.ToUpperInvariant(), StringComparison.Ordinal) ? "capitals"
        : null;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[\p{L}\p{M}'’]{2,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Word();
}
