using System.Globalization;
using nietras.SeparatedValues;

namespace StoryBeats.Providers.LocalVision;

/// <summary>A photo that people rated.</summary>
/// <param name="Path">The file.</param>
/// <param name="Theme">What it shows.</param>
/// <param name="Valence">Mean rating of pleasantness, brought from 1..7 to 0..1.</param>
/// <param name="Arousal">Mean rating of arousal, brought from 1..7 to 0..1.</param>
internal sealed record RatedPhoto(string Path, string Theme, double Valence, double Arousal);

/// <summary>Reads a table of rated photos: columns <c>image</c>, <c>theme</c>, <c>valence_mean</c>, <c>arousal_mean</c>.</summary>
internal static class RatedPhotos
{
    /// <summary>Reads the table.</summary>
    /// <exception cref="InvalidDataException">A column or a photo is missing, or a rating is not within 1 and 7.</exception>
    public static IReadOnlyList<RatedPhoto> Load(string ratingsPath, string imageFolder)
    {
        using var reader = Sep.New(',').Reader(options => options with { Unescape = true, CultureInfo = CultureInfo.InvariantCulture }).FromFile(ratingsPath);
        foreach (var column in (string[])["image", "theme", "valence_mean", "arousal_mean"])
        {
            if (!reader.Header.TryIndexOf(column, out _))
                throw new InvalidDataException($"{ratingsPath} has no column \"{column}\".");
        }

        var photos = new List<RatedPhoto>();
        foreach (var row in reader)
        {
            var path = Path.Combine(imageFolder, row["image"].ToString());
            if (!File.Exists(path))
                throw new InvalidDataException($"{ratingsPath}, line {row.LineNumberFrom}: there is no photo {path}.");
            photos.Add(new RatedPhoto(path, row["theme"].ToString().Trim().ToLowerInvariant(), Rating(row, "valence_mean"), Rating(row, "arousal_mean")));
        }

        return photos.Count > 0 ? photos : throw new InvalidDataException($"{ratingsPath} names no photo.");

        double Rating(SepReader.Row row, string column)
        {
            return row[column].TryParse<double>() is { } rating and >= 1 and <= 7
                ? (rating - 1) / 6
                : throw new InvalidDataException($"{ratingsPath}, line {row.LineNumberFrom}: {column} is not within 1 and 7.");
        }
    }
}
