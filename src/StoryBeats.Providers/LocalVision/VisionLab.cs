using MathNet.Numerics.Statistics;
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
        var head = VisionHead.Load(headPath);
        using var features = new PhotoFeatures(LocalVisionFiles.BackboneFolder);
        var (photos, read, milliseconds) = RatedPhotos.ReadAll(
            ratingsPath, imageFolder,
            (prepared, photo) =>
            {
                var figures = features.Extract(prepared.Decode());
                return (Reading: head.Read(figures), Rank: head.Themes.Rank(head.Components.Project(figures), photo.Theme));
            },
            progress, cancellationToken, warmUp: true);
        return new VisionEvaluation(
            Agreement.Of([.. read.Select(one => new Feeling(one.Reading.Valence, one.Reading.ValenceDeviation))], [.. photos.Select(photo => photo.Valence)]),
            Agreement.Of([.. read.Select(one => new Feeling(one.Reading.Arousal, one.Reading.EnergyDeviation))], [.. photos.Select(photo => photo.Arousal)]),
            ThemePrecision.Of(read.Select(one => one.Rank)),
            photos.Count,
            milliseconds);
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
        return new VisionEvaluation(held.Valence, held.Energy, held.Themes, samples.Count, milliseconds);
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
        return new VisionEvaluation(held.Valence, held.Energy, held.Themes, samples.Count, milliseconds);
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
        using var features = new PhotoFeatures(LocalVisionFiles.BackboneFolder);
        var opened = RatedPhotos.ReadAll(
            ratingsPath, imageFolder,
            (prepared, photo) =>
            {
                var pixels = prepared.Decode();
                return (Sample: new VisionSample(features.Extract(pixels), photo), Colors: PhotoColors.Of(pixels), prepared.Fingerprint.Seed);
            },
            progress, cancellationToken).Read;
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
        using var features = new PhotoFeatures(LocalVisionFiles.BackboneFolder);
        var (_, samples, milliseconds) = RatedPhotos.ReadAll(
            ratingsPath, imageFolder, (prepared, photo) => new VisionSample(features.Extract(prepared.Decode()), photo), progress, cancellationToken);
        return (samples, milliseconds);
    }
}

/// <summary>A rated photo as it is read by a head that never saw its theme.</summary>
/// <param name="Rated">What people said.</param>
/// <param name="Analysis">What was read.</param>
/// <param name="Seed">The photo's seed.</param>
internal sealed record HeldOutPhoto(RatedPhoto Rated, VibeAnalysis Analysis, int Seed);
