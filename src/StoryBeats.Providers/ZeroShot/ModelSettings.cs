using System.Globalization;
using System.Text.Json;

namespace StoryBeats.Providers.ZeroShot;

/// <summary>The kinds of model that are understood.</summary>
internal enum ModelFamily
{
    /// <summary>OpenAI's, and what was trained in its way.</summary>
    Clip,

    /// <summary>Google's.</summary>
    SigLip,
}

/// <summary>How a model wants to be used, by the settings published with it, and by its family's ways where they say nothing.</summary>
/// <param name="Family">Its kind.</param>
/// <param name="Preparation">How it is shown photos.</param>
/// <param name="LogitScale">What a cosine is multiplied by, to compare likelihoods.</param>
/// <param name="TextLength">Tokens of a sentence.</param>
/// <param name="Pad">The token that fills up, or null for the end's.</param>
internal sealed record ModelSettings(ModelFamily Family, ImagePreparation Preparation, double LogitScale, int TextLength, string? Pad)
{
    // CLIP's training ends at this, its upper limit; SigLIP's comes to a little more.
    private const double UsualScale = 100;
    private const int UsualSize = 224;

    // Limits of ours, far from what is published: a start, an end and a word at least.
    private const int MinTextLength = 3;
    private const int MaxTextLength = 4096;
    private const double MaxScale = 10_000;

    /// <summary>Reads <c>config.json</c>, <c>preprocessor_config.json</c> and <c>tokenizer_config.json</c> as far as they are there.</summary>
    /// <param name="files">The model.</param>
    /// <param name="fixedSize">The size of picture that the encoder insists on, or null.</param>
    /// <exception cref="InvalidDataException">A file is not the JSON expected, or the model is of another kind.</exception>
    public static ModelSettings Read(ModelFiles files, (int Width, int Height)? fixedSize)
    {
        try
        {
            var config = Json(files.Beside("config.json"));
            var family = FamilyOf(config, files);
            var settings = new ModelSettings(
                family,
                PreparationOf(Json(files.Beside("preprocessor_config.json")), family, fixedSize),
                Number(config, "logit_scale") ?? UsualScale,
                (int)(Number(Child(config, "text_config"), "max_position_embeddings") ?? (family is ModelFamily.Clip ? 77 : 64)),
                PadToken(Json(files.Beside("tokenizer_config.json"))));
            return settings.Fault() is { } absurd
                ? throw new InvalidDataException($"The settings in {files.Root} cannot be used: {absurd}. Compare config.json and preprocessor_config.json with those that were published.")
                : settings;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The settings in {files.Root} are not understood: {fault.Message}", fault);
        }
    }

    private string? Fault() => Preparation.Fault() ?? this switch
    {
        { TextLength: < MinTextLength or > MaxTextLength } => $"max_position_embeddings is {TextLength}, and {MinTextLength} to {MaxTextLength} are understood",
        { LogitScale: not (> 0 and <= MaxScale) } => string.Create(CultureInfo.InvariantCulture, $"logit_scale is {LogitScale}, and has to be above 0 and at most {MaxScale}"),
        _ => null,
    };

    private static ModelFamily FamilyOf(JsonElement? config, ModelFiles files) => Child(config, "model_type")?.GetString() switch
    {
        null => files.Beside(TokenizerFiles.SentencePiece) is null ? ModelFamily.Clip : ModelFamily.SigLip,
        var type when type.StartsWith("clip", StringComparison.Ordinal) => ModelFamily.Clip,
        var type when type.StartsWith("siglip", StringComparison.Ordinal) => ModelFamily.SigLip,
        var type => throw new InvalidDataException($"{files.Root} holds a model of type {type}. CLIP and SigLIP are understood."),
    };

    private static ImagePreparation PreparationOf(JsonElement? json, ModelFamily family, (int Width, int Height)? fixedSize)
    {
        var usual = family is ModelFamily.Clip ? ImagePreparation.Clip(fixedSize?.Width ?? UsualSize) : ImagePreparation.SigLip(fixedSize?.Width ?? UsualSize);
        if (json is null)
            return usual;

        // What is too large for an integer becomes the largest, which is refused.
        var shortest = (int?)(Child(json, "size") is { ValueKind: JsonValueKind.Number } plain ? plain.GetDouble() : Number(Child(json, "size"), "shortest_edge"));
        var crop = Child(json, "do_center_crop")?.GetBoolean() ?? (shortest ?? (Child(json, "size") is null ? usual.ShortestEdge : null)) is not null;
        var (width, height) = Size(crop ? Child(json, "crop_size") : Child(json, "size")) ?? fixedSize ?? (shortest ?? usual.Width, shortest ?? usual.Height);
        if (fixedSize is { } size && size != (width, height))
            throw new InvalidDataException($"The encoder looks at {size.Width}×{size.Height} pixels, preprocessor_config.json speaks of {width}×{height}.");
        var shift = Child(json, "do_normalize")?.GetBoolean() ?? true;
        return new ImagePreparation(
            width, height, crop ? shortest ?? Math.Min(width, height) : null,
            shift ? Floats(json, "image_mean") ?? usual.Mean : [0, 0, 0],
            shift ? Floats(json, "image_std") ?? usual.Deviation : [1, 1, 1]);
    }

    private static (int Width, int Height)? Size(JsonElement? json) => json switch
    {
        { ValueKind: JsonValueKind.Number } side => ((int)side.GetDouble(), (int)side.GetDouble()),
        { ValueKind: JsonValueKind.Object } when Number(json, "width") is { } width && Number(json, "height") is { } height => ((int)width, (int)height),
        _ => null,
    };

    private static string? PadToken(JsonElement? json) => Child(json, "pad_token") switch
    {
        { ValueKind: JsonValueKind.String } token => token.GetString(),
        { ValueKind: JsonValueKind.Object } token => Child(token, "content")?.GetString(),
        _ => null,
    };

    private static JsonElement? Json(string? path)
    {
        if (path is null)
            return null;
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    private static JsonElement? Child(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var child) && child.ValueKind is not JsonValueKind.Null ? child : null;

    private static double? Number(JsonElement? json, string name) => Child(json, name)?.GetDouble();

    private static float[]? Floats(JsonElement? json, string name) =>
        Child(json, name) is { } list ? [.. list.EnumerateArray().Select(value => value.GetSingle())] : null;
}
