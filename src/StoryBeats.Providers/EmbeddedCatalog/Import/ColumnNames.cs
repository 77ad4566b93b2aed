using System.Text.Json;

namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>How the public track sets call what an import takes, the surest name first. Case, spaces and signs do not count.</summary>
internal static class ColumnNames
{
    // "Track" before "Title": where a set has both (Spotify and YouTube), the title is the video's.
    private static readonly Dictionary<SongField, string[]> Spellings = new()
    {
        [SongField.Title] = ["trackname", "track", "songname", "songtitle", "tracktitle", "title", "song", "name"],
        [SongField.Artist] = ["artistname", "artistsname", "artistnames", "trackartist", "trackartists", "artists", "artist", "singer", "singers", "performer"],
        [SongField.Energy] = ["energy"],
        [SongField.Valence] = ["valence", "positivity"],
        [SongField.Danceability] = ["danceability", "dance"],
        [SongField.Acousticness] = ["acousticness", "acoustic"],
        [SongField.Instrumentalness] = ["instrumentalness", "instrumental"],
        [SongField.Tempo] = ["tempo", "bpm", "tempobpm", "beatsperminute"],
        [SongField.Id] = ["trackid", "spotifyid", "spotifytrackid", "trackuri", "spotifytrackuri", "spotifyuri", "trackurl", "uri", "id"],
        [SongField.Isrc] = ["isrc", "isrccode", "trackisrc"],
        [SongField.Album] = ["albumname", "trackalbumname", "album", "albumtitle"],
        [SongField.ReleaseDate] = ["releasedate", "trackalbumreleasedate", "albumreleasedate", "albumdate", "released", "date"],
        [SongField.Year] = ["year", "releasedyear", "releaseyear", "yearreleased", "albumyear"],
        [SongField.Month] = ["releasedmonth", "releasemonth"],
        [SongField.Day] = ["releasedday", "releaseday"],
        [SongField.Popularity] = ["popularity", "trackpopularity", "spotifypopularity"],
        [SongField.Duration] =
        [
            "durationms", "trackdurationms", "duration", "trackduration", "length", "lengthms", "lengthduration", "durations", "durationsec", "durationseconds",
            "durationmin", "durationmins", "durationminutes",
        ],
        [SongField.Genres] = ["genres", "genre", "trackgenre", "topgenre", "artistgenres", "playlistgenre"],
        [SongField.Language] = ["language", "lang", "songlanguage", "tracklanguage"],
        [SongField.Moods] = ["moods", "mood"],
    };

    /// <summary>The fields without which a row is no song of the catalogue.</summary>
    public static IReadOnlyList<SongField> Required { get; } = [SongField.Title, SongField.Artist, SongField.Energy, SongField.Valence];

    /// <summary>What the user calls a field: <c>release_date</c>.</summary>
    public static string Of(SongField field) => JsonNamingPolicy.SnakeCaseLower.ConvertName(field.ToString());

    /// <summary>The field of a name of the user's, or null.</summary>
    public static SongField? Parse(string name) => EnumNames.Parse<SongField>(Fold(name));

    /// <summary>The column of a field, or -1.</summary>
    public static int Find(SongField field, IReadOnlyList<string> columns)
    {
        var folded = columns.Select(column => Fold(column)).ToList();
        return Spellings[field].Select(name => folded.IndexOf(name)).FirstOrDefault(index => index >= 0, -1);
    }

    /// <summary>Whether a column says that its figures are percent: <c>danceability_%</c>.</summary>
    public static bool IsPercent(string column) =>
        column.Contains('%', StringComparison.Ordinal) || WithoutSigns(column) is var bare && (bare.EndsWith("percent", StringComparison.Ordinal) || bare.EndsWith("pct", StringComparison.Ordinal));

    /// <summary>Letters and digits alone, in lower case, without the unit "percent".</summary>
    public static string Fold(string column)
    {
        var bare = WithoutSigns(column);
        foreach (var unit in new[] { "percent", "pct" })
            bare = bare.EndsWith(unit, StringComparison.Ordinal) ? bare[..^unit.Length] : bare;
        return bare;
    }

    private static string WithoutSigns(string column) => string.Concat(column.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
