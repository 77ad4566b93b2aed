namespace StoryBeats.Providers.EmbeddedCatalog.Import;

/// <summary>What an import takes from a row; the names are those of <c>--map</c>.</summary>
internal enum SongField
{
    Title,
    Artist,
    Energy,
    Valence,
    Danceability,
    Acousticness,
    Instrumentalness,
    Tempo,
    Id,
    Isrc,
    Album,
    ReleaseDate,
    Year,
    Month,
    Day,
    Popularity,
    Duration,
    Genres,
    Language,
    Moods,
}
