namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>The well-known public track sets, told by columns that only they have together.</summary>
internal static class KnownTrackSets
{
    private static readonly (string Name, string[] Columns)[] Sets =
    [
        ("Spotify 1.2M+ Songs", ["id", "name", "album_id", "artists", "artist_ids", "track_number", "disc_number", "release_date"]),
        ("Spotify Dataset 1922-2021", ["id", "name", "artists", "id_artists", "release_date", "duration_ms"]),
        ("Spotify Dataset 1921-2020", ["id", "name", "artists", "explicit", "release_date", "year", "duration_ms"]),
        ("Ultimate Spotify Tracks DB", ["genre", "artist_name", "track_name", "track_id", "popularity", "time_signature"]),
        ("30000 Spotify Songs", ["track_id", "track_artist", "track_popularity", "track_album_id", "playlist_genre", "playlist_subgenre"]),
        ("Spotify Tracks Dataset", ["track_id", "artists", "album_name", "track_name", "track_genre", "duration_ms"]),
        ("Most Streamed Spotify Songs", ["track_name", "artist(s)_name", "artist_count", "released_year", "bpm", "danceability_%"]),
        ("Spotify and YouTube", ["artist", "track", "uri", "url_youtube", "duration_ms"]),
        ("Exportify playlist", ["track uri", "track name", "artist name(s)", "added at", "danceability"]),
    ];

    /// <summary>The set's name, or null.</summary>
    public static string? Recognise(IReadOnlyList<string> columns)
    {
        var names = columns.Select(column => column.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Sets.FirstOrDefault(set => set.Columns.All(names.Contains)).Name;
    }
}
