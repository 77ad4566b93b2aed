using System.Globalization;
using nietras.SeparatedValues;
using StoryBeats.Catalog;
using StoryBeats.Vision;

namespace StoryBeats.Providers.EmbeddedCatalog;

/// <summary>Reads <c>data/starter-catalogue.csv</c>: songs that we know, with features that we estimated.</summary>
public static class StarterCatalogue
{
    /// <summary>The file's name.</summary>
    public const string FileName = "starter-catalogue.csv";

    /// <summary>How far to trust the estimates, 0 to 1; from their agreement with measured features (docs/catalogue.md).</summary>
    public const double Confidence = .7;

    /// <summary>The columns, in order.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "title", "artist", "album", "release_date", "language", "genres", "moods",
        "energy", "valence", "danceability", "acousticness", "instrumentalness", "tempo", "duration_s", "popularity",
    ];

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">A row is wrong; the message names the line and says what is expected.</exception>
    public static IReadOnlyList<Track> Load(string path)
    {
        using var reader = Sep.New(',').Reader(options => options with { Unescape = true, CultureInfo = CultureInfo.InvariantCulture }).FromFile(path);
        foreach (var column in Columns)
        {
            if (!reader.Header.TryIndexOf(column, out _))
                throw new InvalidDataException($"{path} has no column \"{column}\".");
        }

        var tracks = new List<Track>();
        foreach (var row in reader)
        {
            try
            {
                tracks.Add(Read(row));
            }
            catch (Exception fault) when (fault is FormatException or InvalidDataException)
            {
                throw new InvalidDataException($"{path}, line {row.LineNumberFrom}: {fault.Message}", fault);
            }
        }

        return tracks;
    }

    private static Track Read(SepReader.Row row)
    {
        var track = new Track
        {
            Id = default,
            Title = Text(row, "title"),
            Artist = Text(row, "artist"),
            Album = Text(row, "album"),
            ReleaseDate = ReleaseDate.Parse(Text(row, "release_date"))
                ?? throw new InvalidDataException("release_date must be a year, year-month or year-month-day."),
            Language = Text(row, "language"),
            Genres = Text(row, "genres").Split(';'),
            Moods = [.. Text(row, "moods").Split(';').Select(Mood)],
            Features = new AudioFeatures(
                Share(row, "energy"), Share(row, "valence"), Share(row, "danceability"), Share(row, "acousticness"),
                Share(row, "instrumentalness"), Within(row, "tempo", 40, 220)),
            FeatureSource = FeatureSource.CuratedEstimate,
            FeatureConfidence = Confidence,
            Popularity = (int)Within(row, "popularity", 0, 100),
            PopularityIsEstimated = true,
            DurationMs = (int)Within(row, "duration_s", 30, 3600) * 1000,
        };
        return track with { Id = new TrackId("sb-" + track.Key.Value.Replace('|', '-')) };
    }

    private static string Text(SepReader.Row row, string column)
    {
        var text = row[column].ToString().Trim();
        return text.Length > 0 ? text : throw new InvalidDataException($"{column} is empty.");
    }

    private static MoodCategory Mood(string name) => EnumNames.Parse<MoodCategory>(name)
        ?? throw new InvalidDataException($"\"{name}\" is not one of the nine moods.");

    private static double Share(SepReader.Row row, string column) => Within(row, column, 0, 1);

    private static double Within(SepReader.Row row, string column, double low, double high)
    {
        if (row[column].TryParse<double>() is not { } value)
            throw new InvalidDataException($"{column} is not a number.");
        return value >= low && value <= high
            ? value
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{column} is {value}, not within {low} and {high}."));
    }
}
