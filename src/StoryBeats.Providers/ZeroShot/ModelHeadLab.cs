using StoryBeats.Photos;
using StoryBeats.Providers.LocalVision;
using StoryBeats.Vision;

namespace StoryBeats.Providers.ZeroShot;

/// <summary>Trains a head on a bigger model's embeddings, by the same trainer as ours, and measures what is read with the model.</summary>
/// <param name="store">The models.</param>
/// <param name="lexicon">Words of themes.</param>
public sealed class ModelHeadLab(LocalModelStore store, MoodLexicon lexicon)
{
    /// <summary>
    /// Measures valence and energy as photos are read with a model. Without a head they are on the songs' scale, wider than the ratings': r
    /// says how good they are, the error does not.
    /// </summary>
    /// <param name="name">The model.</param>
    /// <param name="ratingsPath">CSV with image, theme, valence_mean and arousal_mean, rated 1 to 7.</param>
    /// <param name="imageFolder">The photos.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public VisionEvaluation Evaluate(string name, string ratingsPath, string imageFolder, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var model = new ActiveModel(store.Open(name));
        if (model.Reader is { Head: { } head } reader)
        {
            return Measure(pixels =>
            {
                var reading = head.Read(reader.Embed(pixels));
                return (new Feeling(reading.Valence, reading.ValenceDeviation), new Feeling(reading.Arousal, reading.EnergyDeviation));
            });
        }

        using var network = new PhotoFeatures(LocalVisionFiles.BackboneFolder);
        var analyzer = new LocalVibeAnalyzer(network, VisionHead.Load(LocalVisionFiles.HeadPath), new VibeMapping(lexicon), lexicon, model);
        return Measure(pixels =>
        {
            var feeling = analyzer.Feel(pixels);
            return (feeling.Valence, feeling.Energy);
        });

        VisionEvaluation Measure(Func<PhotoPixels, (Feeling Valence, Feeling Energy)> read)
        {
            var (photos, readings, milliseconds) = RatedPhotos.ReadAll(ratingsPath, imageFolder, (photo, _) => read(photo.Decode()), progress, cancellationToken);
            return new VisionEvaluation(
                Agreement.Of([.. readings.Select(reading => reading.Valence)], [.. photos.Select(photo => photo.Valence)]),
                Agreement.Of([.. readings.Select(reading => reading.Energy)], [.. photos.Select(photo => photo.Arousal)]),
                new ThemePrecision(AtThree: null, Photos: 0), photos.Count, milliseconds);
        }
    }

    /// <summary>What a head on the model's embeddings is worth on themes never seen: trained on some and measured on the others, in folds by theme.</summary>
    /// <param name="name">The model.</param>
    /// <param name="ratingsPath">CSV with image, theme, valence_mean and arousal_mean, rated 1 to 7.</param>
    /// <param name="imageFolder">The photos.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public VisionEvaluation CrossValidate(
        string name, string ratingsPath, string imageFolder, int seed, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var reader = store.Open(name);
        var (samples, milliseconds) = Samples(reader, ratingsPath, imageFolder, progress, cancellationToken);
        return Said(Trainer(reader).CrossValidate(samples, seed), samples.Count, milliseconds);
    }

    /// <summary>Trains a head and keeps it with the model, which then reads valence and energy by it.</summary>
    /// <param name="name">The model.</param>
    /// <param name="ratingsPath">CSV with image, theme, valence_mean and arousal_mean, rated 1 to 7.</param>
    /// <param name="imageFolder">The photos.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Agreement on themes left out.</returns>
    public VisionEvaluation Train(
        string name, string ratingsPath, string imageFolder, int seed, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var reader = store.Open(name);
        var (samples, milliseconds) = Samples(reader, ratingsPath, imageFolder, progress, cancellationToken);
        var head = Trainer(reader).Train(samples, seed);
        Keep(head with { Card = head.Card with { Recipe = ZeroShotReader.RecipeOf(reader.Card) } }, reader.Card, store.Require(name));
        return Said(head.Card.CrossValidation, samples.Count, milliseconds);
    }

    // Under a name of its own, so that card and head change at once.
    private static void Keep(VisionHead head, LocalModelCard card, string folder)
    {
        var unnamed = Path.Combine(folder, "head.new");
        head.Save(unnamed);
        var file = ModelFile.Of(unnamed, kept: true);
        file = file with { Name = $"head-{file.Sha256[..12]}.bin" };
        File.Move(unnamed, Path.Combine(folder, file.Name), overwrite: true);
        (card with { Head = file.Name, Files = [.. card.Files.Where(other => other.Name != card.Head), file] }).Save(folder);
        if (card.Head is { } old && old != file.Name)
            File.Delete(Path.Combine(folder, old));
    }

    private static VisionHeadTrainer Trainer(ZeroShotReader reader) => new([.. Enumerable.Repeat(1.0 / reader.Card.Dimensions, reader.Card.Dimensions)]);

    private static (IReadOnlyList<VisionSample> Samples, double MsPerPhoto) Samples(
        ZeroShotReader reader, string ratingsPath, string imageFolder, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var (_, samples, milliseconds) = RatedPhotos.ReadAll(
            ratingsPath, imageFolder, (prepared, photo) => new VisionSample(reader.Embed(prepared.Decode()), photo), progress, cancellationToken);
        return (samples, milliseconds);
    }

    private static VisionEvaluation Said(CrossValidation held, int photos, double milliseconds) =>
        new(held.Valence, held.Energy, held.Themes, photos, milliseconds);
}
