using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using nietras.SeparatedValues;
using StoryBeats.Photos;

namespace StoryBeats.Providers.LocalVision;

/// <summary>A photo that people rated.</summary>
/// <param name="Path">The file.</param>
/// <param name="Theme">What it shows.</param>
/// <param name="Valence">Mean rating of pleasantness, brought from 1..7 to 0..1.</param>
/// <param name="Arousal">Mean rating of arousal, brought from 1..7 to 0..1.</param>
internal sealed record RatedPhoto(string Path, string Theme, double Valence, double Arousal);

/// <summary>What was read of photos.</summary>
/// <param name="Photos">The photos.</param>
/// <param name="Read">What was read of each.</param>
/// <param name="MsPerPhoto">Milliseconds a photo, from file on, to a tenth.</param>
internal sealed record PhotosRead<T>(IReadOnlyList<RatedPhoto> Photos, IReadOnlyList<T> Read, double MsPerPhoto);

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

    /// <summary>Reads every photo of a table.</summary>
    /// <param name="ratingsPath">The table.</param>
    /// <param name="imageFolder">The photos.</param>
    /// <param name="read">Reads one.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="warmUp">Whether the first photo also loads code and models: it is read twice and timed once.</param>
    /// <exception cref="InvalidDataException">As <see cref="Load"/>.</exception>
    public static PhotosRead<T> ReadAll<T>(
        string ratingsPath, string imageFolder, Func<PreparedPhoto, RatedPhoto, T> read, IProgress<double>? progress, CancellationToken cancellationToken, bool warmUp = false)
    {
        var photos = Load(ratingsPath, imageFolder);
        var intake = new PhotoIntake(Options.Create(new PhotoLimits()), PhotoFingerprinter.WithoutSecret);
        if (warmUp)
            Read(photos[0]);

        var all = new List<T>(photos.Count);
        var start = Stopwatch.GetTimestamp();
        foreach (var photo in photos)
        {
            cancellationToken.ThrowIfCancellationRequested();
            all.Add(Read(photo));
            progress?.Report((double)all.Count / photos.Count);
        }

        return new PhotosRead<T>(photos, all, Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds / photos.Count, 1));

        T Read(RatedPhoto photo) => read(intake.Open(File.ReadAllBytes(photo.Path)), photo);
    }
}
