using System.Globalization;
using System.Text.RegularExpressions;
using nietras.SeparatedValues;
using StoryBeats.Catalog;
using StoryBeats.Estimation;
using StoryBeats.Providers.EmbeddedCatalog;
using StoryBeats.Vision;

namespace StoryBeats.Providers.FeatureEstimation;

/// <summary>A song with features that somebody measured.</summary>
/// <param name="Track">What else is known of it; without features, so that an estimate stands in.</param>
/// <param name="Measured">Its features in the order of <see cref="FeatureScale.Names"/>; NaN where the table has none.</param>
internal sealed record MeasuredSong(Track Track, double[] Measured);

/// <summary>A CSV file of songs with measured features, under any usual names of the columns.</summary>
internal sealed partial record MeasuredTable(string Path, IReadOnlyList<MeasuredSong> Songs, int Refused)
{
    // Below it nobody can say whether two features go together.
    private const int EnoughToTell = 100;

    // In every table of Spotify's features acoustic songs are the quieter ones, with r about -.7.
    private const double LeastOpposed = -.3;

    /// <summary>Pearson's r of energy and acousticness, or null where too few songs have both.</summary>
    public double? EnergyWithAcousticness { get; } = Opposition(Songs);

    /// <summary>Whether its features hang together as Spotify's do; others teach nothing.</summary>
    public bool IsPlausible => EnergyWithAcousticness is null or < LeastOpposed;

    /// <summary>Reads a table.</summary>
    /// <exception cref="InvalidDataException">A column is missing, or no row can be used.</exception>
    public static MeasuredTable Load(string path)
    {
        using var reader = TrackTables.Open(path);
        var header = reader.Header.ColNames.ToList();
        var columns = new Columns(header, path);
        var songs = new List<MeasuredSong>();
        var rows = 0;
        foreach (var row in reader)
        {
            rows++;
            if (Read(row, columns) is { } song)
                songs.Add(song);
        }

        return songs.Count > 0
            ? new MeasuredTable(path, songs, rows - songs.Count)
            : throw new InvalidDataException($"{path} has no row with a title, an artist, and energy and valence from 0 to 1.");
    }

    private static MeasuredSong? Read(SepReader.Row row, Columns columns)
    {
        var (title, artist) = (Text(row, columns.Title), Text(row, columns.Artist).Split('|', ';')[0].Trim());
        if (title.Length == 0 || artist.Length == 0)
            return null;

        var measured = new double[FeatureScale.Names.Count];
        for (var i = 0; i < measured.Length; i++)
        {
            measured[i] = Figure(Text(row, columns.Features[i])) ?? double.NaN;
            // Tempo, the last, is in BPM.
            if (measured[i] < 0 || measured[i] > (i < measured.Length - 1 ? 1 : 300))
                return null;
        }

        if (double.IsNaN(measured[0]) || double.IsNaN(measured[1]))
            return null;

        return new MeasuredSong(
            new Track
            {
                Id = default,
                Title = title,
                Artist = artist,
                Language = Languages.Parse(Text(row, columns.Language)) ?? "",
                ReleaseDate = Year().Match(Text(row, columns.Date)) is { Success: true } year ? ReleaseDate.Parse(year.Value) : null,
                DurationMs = Milliseconds(Text(row, columns.Duration)),
                Popularity = Figure(Text(row, columns.Popularity)) is >= 0 and <= 100 and var popularity ? (int)popularity : null,
                Genres = [.. Words(Text(row, columns.Genres)).Select(genre => genre.ToLowerInvariant())],
                Moods = [.. Words(Text(row, columns.Moods)).Select(TrackTables.Mood).OfType<MoodCategory>().Distinct()],
            },
            measured);
    }

    private static double? Opposition(IReadOnlyList<MeasuredSong> songs)
    {
        var known = songs.Where(song => double.IsFinite(song.Measured[3])).ToList();
        return known.Count < EnoughToTell ? null : Correlation.Pearson([.. known.Select(song => song.Measured[0])], [.. known.Select(song => song.Measured[3])]);
    }

    private static string Text(SepReader.Row row, int? column) => column is { } index && index < row.ColCount ? row[index].ToString().Trim() : "";

    private static double? Figure(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var figure) && double.IsFinite(figure) ? figure : null;

    // 04:18, 258 or 258000: no song is 50 minutes long, and none 3 seconds.
    private static int? Milliseconds(string text) => text.Split(':') switch
    {
        [var minutes, var seconds] when Figure(minutes) is { } whole && Figure(seconds) is { } rest => (int)((whole * 60) + rest) * 1000,
        _ => Figure(text) switch
        {
            null or <= 0 or > int.MaxValue => null,
            < 3000 and var seconds => (int)(seconds * 1000),
            { } milliseconds => (int)milliseconds,
        },
    };

    private static IEnumerable<string> Words(string text) => text.Split([';', ',', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"(18|19|20)\d\d", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Year();

    private sealed class Columns(List<string> header, string path)
    {
        public int Title { get; } = CatalogueCheck.Column(header, CatalogueCheck.TitleColumns)
            ?? throw new InvalidDataException($"{path} has no title column ({string.Join(", ", CatalogueCheck.TitleColumns)}).");

        public int Artist { get; } = CatalogueCheck.Column(header, CatalogueCheck.ArtistColumns)
            ?? throw new InvalidDataException($"{path} has no artist column ({string.Join(", ", CatalogueCheck.ArtistColumns)}).");

        public int?[] Features { get; } = [.. FeatureScale.Names.Select(name => CatalogueCheck.Column(header, [name]))];

        public int? Language { get; } = CatalogueCheck.Column(header, ["language"]);

        public int? Date { get; } = CatalogueCheck.Column(header, ["year", "release_date", "release_year", "date"]);

        public int? Duration { get; } = CatalogueCheck.Column(header, ["duration_ms", "duration_s", "duration", "length"]);

        public int? Popularity { get; } = CatalogueCheck.Column(header, ["popularity", "track_popularity"]);

        public int? Genres { get; } = CatalogueCheck.Column(header, ["genres", "genre", "track_genre"]);

        public int? Moods { get; } = CatalogueCheck.Column(header, ["moods", "mood", "label"]);
    }
}
