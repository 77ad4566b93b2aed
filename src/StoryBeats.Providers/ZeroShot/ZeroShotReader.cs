using System.Numerics.Tensors;
using StoryBeats.Photos;
using StoryBeats.Providers.LocalVision;
using StoryBeats.Vision;

namespace StoryBeats.Providers.ZeroShot;

/// <summary>
/// A model that was added: compares photos with our sentences, whose directions were computed then. The constants are choices of ours that
/// were never measured (docs/local-models.md).
/// </summary>
internal sealed class ZeroShotReader : IDisposable
{
    // Words for moods lie close together, and the scale was trained for captions that do not: at half of it second guesses count.
    private const double MoodSharpness = .5;

    // In logits: a theme has to be seven times as likely as a photo of anything, a second one at least a fifth as likely as the first.
    private const double ThemeLead = 2;
    private const double ThemeMargin = 1.6;

    private const double SureOfCulture = .8;

    private readonly OnnxEncoder _photos;
    private readonly PromptEmbedding[] _moods;
    private readonly PromptEmbedding[] _themes;
    private readonly PromptEmbedding[] _cultures;
    private readonly PromptEmbedding _background;

    private ZeroShotReader(string folder, LocalModelCard card)
    {
        var prompts = PromptEmbeddings.Load(Path.Combine(folder, PromptEmbeddings.FileName)).ToLookup(prompt => prompt.Kind);
        (_moods, _themes, _cultures) = ([.. prompts[PromptKind.Mood]], [.. prompts[PromptKind.Theme]], [.. prompts[PromptKind.Culture]]);
        _background = prompts[PromptKind.Background].Single();
        Card = card;
        if (card.Head is { } head)
            Head = VisionHead.Load(Path.Combine(folder, head), RecipeOf(card));
        _photos = OnnxEncoder.OfPhotos(Path.Combine(folder, card.Vision));
        NativeHeap.Trim();
    }

    /// <summary>What is known of the model.</summary>
    public LocalModelCard Card { get; }

    /// <summary>The head trained on its embeddings, or null.</summary>
    public VisionHead? Head { get; }

    /// <summary>The name of its embeddings as figures of a head.</summary>
    public static string RecipeOf(LocalModelCard card) => $"{card.Name}/{card.Files.First(file => file.Name == card.Vision).Sha256[..12]}";

    /// <summary>Opens the model in a folder.</summary>
    /// <exception cref="InvalidDataException">A file is missing, or not the one that was added.</exception>
    public static ZeroShotReader Open(string folder)
    {
        var card = LocalModelCard.Load(folder);
        card.Verify(folder);
        return new ZeroShotReader(folder, card);
    }

    /// <summary>The unit vector of a photo.</summary>
    public float[] Embed(PhotoPixels photo) =>
        _photos.EmbedPhoto(Card.Preparation.Prepare(photo), Card.Preparation.Width, Card.Preparation.Height);

    /// <summary>Compares a photo's vector with our sentences.</summary>
    public ZeroShotReading Read(float[] photo)
    {
        double[] moods = Vectors.SoftMax([.. _moods.Select(mood => MoodSharpness * Logit(mood))]);
        double[] cultures = Vectors.SoftMax([.. _cultures.Select(Logit)]);
        var surest = Array.IndexOf(cultures, cultures.Max());
        var background = Logit(_background);
        var themes = _themes.Select(theme => (theme.Name, Lead: Logit(theme) - background)).Where(theme => theme.Lead >= ThemeLead).OrderByDescending(theme => theme.Lead).ToList();
        return new ZeroShotReading(
            moods,
            [.. themes.TakeWhile(theme => theme.Lead >= themes[0].Lead - ThemeMargin).Select(theme => theme.Name)],
            cultures[surest] >= SureOfCulture ? EnumNames.Parse<CulturalVibe>(_cultures[surest].Name) : null);

        double Logit(PromptEmbedding prompt) => Card.LogitScale * TensorPrimitives.Dot(photo, prompt.Direction);
    }

    /// <inheritdoc/>
    public void Dispose() => _photos.Dispose();
}
