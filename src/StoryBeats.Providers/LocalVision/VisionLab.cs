using System.Diagnostics;
using MathNet.Numerics.Statistics;
using Microsoft.Extensions.Options;
using StoryBeats.Photos;
using StoryBeats.Vision;

namespace StoryBeats.Providers.LocalVision;

/// <summary>Trains the head and measures it against people's ratings.</summary>
public static class VisionLab
{
    /// <summary>Measures the head that comes with the program, or one of your own, on rated photos.</summary>
    /// <param name="ratingsPath">CSV with image, theme, valence_mean and arousal_mean, rated 1 to 7.</param>
    /// <param name="imageFolder">The photos.</param>
    /// <param name="headPath">The head.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static VisionEvaluation Evaluate(
        string ratingsPath, string imageFolder, string headPath, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var photos = RatedPhotos.Load(ratingsPath, imageFolder);
        var head = VisionHead.Load(headPath);
        using var features = new PhotoFeatures(LocalVisionFiles.BackboneFolder);
        var intake = Intake();
        // The first photo also loads code and models; it is read twice and timed once.
        head.Read(features.Extract(intake.Open(File.ReadAllBytes(photos[0].Path)).Decode()));

        var readings = new List<VisionReading>(photos.Count);
        var ranks = new List<int?>(photos.Count);
        var start = Stopwatch.GetTimestamp();
        foreach (var photo in photos)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var figures = features.Extract(intake.Open(File.ReadAllBytes(photo.Path)).Decode());
            readings.Add(head.Read(figures));
            ranks.Add(head.Themes.Rank(head.Components.Project(figures), photo.Theme));
            progress?.Report((double)readings.Count / photos.Count);
        }

        return new VisionEvaluation(
            Agreement.Of([.. readings.Select(reading => new Feeling(reading.Valence, reading.ValenceDeviation))], [.. photos.Select(photo => photo.Valence)]),
            Agreement.Of([.. readings.Select(reading => new Feeling(reading.Arousal, reading.EnergyDeviation))], [.. photos.Select(photo => photo.Arousal)]),
            ThemePrecision.Of(ranks),
            photos.Count,
            Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds / photos.Count, 1));
    }

    /// <summary>Trains on some themes and measures on the others, in folds by theme: what the head is worth on themes never seen.</summary>
    /// <param name="ratingsPath">CSV with image, theme, valence_mean and arousal_mean, rated 1 to 7.</param>
    /// <param name="imageFolder">The photos.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="rounds">Cross-validations averaged, each with other folds.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static VisionEvaluation CrossValidate(
        string ratingsPath, string imageFolder, int seed, int rounds, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var (samples, milliseconds) = Collect(ratingsPath, imageFolder, progress, cancellationToken);
        var held = new VisionHeadTrainer(PhotoFeatures.Weights) { Rounds = rounds }.CrossValidate(samples, seed);
        return new VisionEvaluation(held.Valence, held.Energy, held.Themes, samples.Count, Math.Round(milliseconds, 1));
    }

    /// <summary>Trains the head and writes it.</summary>
    /// <param name="ratingsPath">CSV with image, theme, valence_mean and arousal_mean, rated 1 to 7.</param>
    /// <param name="imageFolder">The photos.</param>
    /// <param name="headPath">Where to write the head.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Agreement on themes left out.</returns>
    public static VisionEvaluation Train(
        string ratingsPath, string imageFolder, string headPath, int seed, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var (samples, milliseconds) = Collect(ratingsPath, imageFolder, progress, cancellationToken);
        var head = new VisionHeadTrainer(PhotoFeatures.Weights).Train(samples, seed);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(headPath))!);
        head.Save(headPath);
        var held = head.Card.CrossValidation;
        return new VisionEvaluation(held.Valence, held.Energy, held.Themes, samples.Count, Math.Round(milliseconds, 1));
    }

    /// <summary>Reads photos as a head would that never saw their themes.</summary>
    /// <param name="ratingsPath">CSV with image, theme, valence_mean and arousal_mean, rated 1 to 7.</param>
    /// <param name="imageFolder">The photos.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="lexicon">The words of moods and themes.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    internal static IReadOnlyList<HeldOutPhoto> ReadHeldOut(
        string ratingsPath, string imageFolder, int seed, MoodLexicon lexicon, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var photos = RatedPhotos.Load(ratingsPath, imageFolder);
        using var features = new PhotoFeatures(LocalVisionFiles.BackboneFolder);
        var intake = Intake();
        var opened = new List<(VisionSample Sample, PhotoColors Colors, int Seed)>();
        foreach (var photo in photos)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var prepared = intake.Open(File.ReadAllBytes(photo.Path));
            var pixels = prepared.Decode();
            opened.Add((new VisionSample(features.Extract(pixels), photo), PhotoColors.Of(pixels), prepared.Fingerprint.Seed));
            progress?.Report((double)opened.Count / photos.Count);
        }

        var held = new VisionHeadTrainer(PhotoFeatures.Weights) { Rounds = 1 }.HeldOut([.. opened.Select(one => one.Sample)], seed)[0];
        var (valence, energy) = (Scale(reading => reading.Valence.Value), Scale(reading => reading.Arousal.Value));
        var mapping = new VibeMapping(lexicon);
        return [.. opened.Zip(held, (one, reading) => new HeldOutPhoto(
            one.Sample.Photo,
            new PhotoFeeling(valence.Place(reading.Valence), energy.Place(reading.Arousal), reading.Themes).ToVibe(one.Colors, mapping, lexicon),
            one.Seed))];

        SongScale Scale(Func<HeldOutReading, double> read)
        {
            var (mean, deviation) = held.Select(read).MeanStandardDeviation();
            return new SongScale(mean, deviation);
        }
    }

    private static (IReadOnlyList<VisionSample> Samples, double MsPerPhoto) Collect(
        string ratingsPath, string imageFolder, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var photos = RatedPhotos.Load(ratingsPath, imageFolder);
        using var features = new PhotoFeatures(LocalVisionFiles.BackboneFolder);
        var intake = Intake();
        var samples = new List<VisionSample>(photos.Count);
        var start = Stopwatch.GetTimestamp();
        foreach (var photo in photos)
        {
            cancellationToken.ThrowIfCancellationRequested();
            samples.Add(new VisionSample(features.Extract(intake.Open(File.ReadAllBytes(photo.Path)).Decode()), photo));
            progress?.Report((double)samples.Count / photos.Count);
        }

        return (samples, Stopwatch.GetElapsedTime(start).TotalMilliseconds / photos.Count);
    }

    private static PhotoIntake Intake() => new(Options.Create(new PhotoLimits()), new PhotoFingerprinter());
}

/// <summary>A rated photo as it is read by a head that never saw its theme.</summary>
/// <param name="Rated">What people said.</param>
/// <param name="Analysis">What was read.</param>
/// <param name="Seed">The photo's seed.</param>
internal sealed record HeldOutPhoto(RatedPhoto Rated, VibeAnalysis Analysis, int Seed);
