using System.Globalization;
using nietras.SeparatedValues;
using StoryBeats.Catalog;
using StoryBeats.Vision;

namespace StoryBeats.Providers.Evaluation;

/// <summary>A track that somebody filed under a mood.</summary>
/// <param name="Track">The track, with measured features.</param>
/// <param name="Mood">The category that the label stands for.</param>
internal sealed record LabelledTrack(Track Track, MoodCategory Mood);

/// <summary>Reads a table of tracks with a mood each: columns <c>name</c>, <c>artist</c>, <c>id</c>, <c>mood</c> and the features.</summary>
internal static class LabelledTracks
{
    /// <summary>Reads the table; rows whose label says nothing here are left out.</summary>
    /// <exception cref="InvalidDataException">A column is missing or a feature is no number.</exception>
    public static IReadOnlyList<LabelledTrack> Load(string path)
    {
        using var reader = TrackTables.Open(path);
        string[] needed = ["name", "artist", "id", "mood", "energy", "valence", "danceability", "acousticness", "instrumentalness", "tempo"];
        if (Array.Find(needed, column => !reader.Header.TryIndexOf(column, out _)) is { } missing)
            throw new InvalidDataException($"{path} has no column \"{missing}\"; needed are {string.Join(", ", needed)}.");

        var tracks = new List<LabelledTrack>();
        foreach (var row in reader)
        {
            if (TrackTables.Mood(row["mood"].ToString()) is not { } mood)
                continue;

            tracks.Add(new LabelledTrack(
                new Track
                {
                    Id = new TrackId(row["id"].ToString()),
                    Title = row["name"].ToString(),
                    Artist = row["artist"].ToString(),
                    Language = Languages.English,
                    Features = new AudioFeatures(
                        Number(row, "energy"), Number(row, "valence"), Number(row, "danceability"), Number(row, "acousticness"),
                        Number(row, "instrumentalness"), Number(row, "tempo")),
                    FeatureSource = FeatureSource.Measured,
                    FeatureConfidence = 1,
                    ReleaseDate = reader.Header.TryIndexOf("release_date", out var date) ? Date(row[date].ToString()) : null,
                    Popularity = reader.Header.TryIndexOf("popularity", out var popularity) ? row[popularity].TryParse<int>() : null,
                },
                mood));
        }

        return tracks;

        double Number(SepReader.Row row, string column) => row[column].TryParse<double>()
            ?? throw new InvalidDataException($"{path}, line {row.LineNumberFrom}: {column} is not a number.");
    }

    private static ReleaseDate? Date(string text) => DateOnly.TryParseExact(text, "dd-MM-yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? new ReleaseDate(day.Year, day.Month, day.Day)
        : ReleaseDate.Parse(text);
}
