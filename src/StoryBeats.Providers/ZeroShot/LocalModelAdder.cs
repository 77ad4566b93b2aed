namespace StoryBeats.Providers.ZeroShot;

/// <summary>Makes a model's folder of the files it is published as.</summary>
internal static class LocalModelAdder
{
    /// <summary>Copies what looks at photos, and has what reads sentences read ours, once.</summary>
    /// <param name="files">The model.</param>
    /// <param name="name">How it is to be called.</param>
    /// <param name="expected">SHA-256 sums of its ONNX files: none, or one of each.</param>
    /// <param name="prompts">Our sentences.</param>
    /// <param name="folder">An empty folder to fill.</param>
    /// <param name="addedAt">The time.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static LocalModelCard Fill(
        ModelFiles files, string name, IReadOnlyList<string> expected, ZeroShotPrompts prompts, string folder, DateTimeOffset addedAt,
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        // Nothing is opened before its sum was compared, and nothing but these copies: an ONNX file may name any file beside it.
        var reading = Path.Combine(folder, "reading");
        var kept = Copy(files.Vision, folder, kept: true);
        var needed = files.Text == files.Vision ? [] : Copy(files.Text, Directory.CreateDirectory(reading).FullName, kept: false);
        Compare(expected, [.. kept, .. needed]);

        var vision = Path.Combine(folder, Path.GetFileName(files.Vision));
        var text = files.Text == files.Vision ? vision : Path.Combine(reading, Path.GetFileName(files.Text));
        using var photos = OnnxEncoder.OfPhotos(vision);
        var settings = ModelSettings.Read(files, photos.FixedSize);
        var tokenizer = TokenizerFiles.Open(files, settings);
        var embeddings = Embed(text, tokenizer, settings.Preparation, prompts, progress, cancellationToken);
        if (needed.Count > 0)
            Directory.Delete(reading, recursive: true);
        var dimensions = embeddings[0].Direction.Length;
        var picture = new float[3 * settings.Preparation.Width * settings.Preparation.Height];
        var seen = photos.EmbedPhoto(picture, settings.Preparation.Width, settings.Preparation.Height).Length;
        if (seen != dimensions)
            throw new InvalidDataException($"{files.Vision} gives {seen} figures for a photo, {files.Text} {dimensions} for a sentence: they do not belong together, or were exported without their projections.");

        var sentences = Path.Combine(folder, PromptEmbeddings.FileName);
        PromptEmbeddings.Save(sentences, embeddings);
        var card = new LocalModelCard
        {
            Name = name,
            Family = settings.Family,
            Vision = Path.GetFileName(vision),
            Dimensions = dimensions,
            Preparation = settings.Preparation,
            LogitScale = settings.LogitScale,
            PromptsSha256 = prompts.Sha256,
            AddedAt = addedAt,
            Files = [.. kept, ModelFile.Of(sentences, kept: true), .. needed, .. TokenizerFiles.Of(files, settings.Family).Select(path => ModelFile.Of(path, kept: false))],
        };
        card.Save(folder);
        return card;
    }

    private static List<PromptEmbedding> Embed(
        string path, PromptTokenizer tokenizer, ImagePreparation preparation, ZeroShotPrompts prompts, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var sentences = OnnxEncoder.OfSentences(path);
        var embeddings = new List<PromptEmbedding>(prompts.All.Count);
        foreach (var prompt in prompts.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            embeddings.Add(new PromptEmbedding(prompt.Kind, prompt.Name, Vectors.Middle([.. prompt.Phrasings.Select(Read)])));
            progress?.Report((double)embeddings.Count / prompts.All.Count);
        }

        return embeddings;

        float[] Read(string phrasing)
        {
            var (ids, own) = tokenizer.Encode(phrasing);
            return sentences.EmbedSentence(ids, own, (preparation.Width, preparation.Height));
        }
    }

    private static void Compare(IReadOnlyList<string> expected, IReadOnlyList<ModelFile> files)
    {
        foreach (var sum in expected)
        {
            if (!files.Any(file => file.Sha256.Equals(sum, StringComparison.OrdinalIgnoreCase)))
                throw new InvalidDataException($"No file has the SHA-256 {sum}; there are {Said(files)}. Nothing was added.");
        }

        var uncovered = files.Where(file => !expected.Contains(file.Sha256, StringComparer.OrdinalIgnoreCase)).ToList();
        if (expected.Count > 0 && uncovered.Count > 0)
            throw new InvalidDataException($"--sha256 was not given for {Said(uncovered)}: it is for each file that is opened or for none. Compare with what was published, and give them too. Nothing was added.");

        static string Said(IEnumerable<ModelFile> files) => string.Join(", ", files.Select(file => $"{file.Name} ({file.Sha256})"));
    }

    private static List<ModelFile> Copy(string from, string folder, bool kept)
    {
        var copies = new List<ModelFile>();
        foreach (var file in ModelFiles.WithWeights(from))
        {
            var copy = Path.Combine(folder, Path.GetFileName(file));
            File.Copy(file, copy);
            copies.Add(ModelFile.Of(copy, kept));
        }

        return copies;
    }
}
