using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoryBeats.Estimation;

/// <summary>Reads and writes <c>models/feature-model.json</c>. The same model gives the same file, byte for byte.</summary>
public static class FeatureModelFile
{
    /// <summary>The file's name.</summary>
    public const string FileName = "feature-model.json";

    private const int Version = 2;

    // Three decimals of log odds are a thousandth of a share.
    private const int Decimals = 3;

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">The file is broken or of another version.</exception>
    public static FeatureModel Load(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var file = JsonSerializer.Deserialize(stream, FeatureModelJson.Default.Content) ?? throw new InvalidDataException("it is empty.");
            if (file.Version != Version)
                throw new InvalidDataException($"it is of version {file.Version}, not {Version}.");
            return new FeatureModel(file.Mean, file.Residual, file.Kinds.ToDictionary(
                kind => kind.Key,
                kind => new FeatureKind(kind.Value.Variance, kind.Value.Known.ToDictionary(clue => clue.Key, clue => Effect(clue.Key, clue.Value), StringComparer.Ordinal)),
                StringComparer.Ordinal), new ErrorLine(file.ErrorBase, file.ErrorSlope), new FeatureSlopes(file.OnEnergy, file.OnValence));
        }
        catch (Exception fault) when (fault is JsonException or InvalidDataException)
        {
            throw new InvalidDataException($"{path} is not a feature model: {fault.Message} Make it anew with `storybeats train features`.", fault);
        }
    }

    /// <summary>Writes a model.</summary>
    public static void Save(FeatureModel model, string path)
    {
        var kinds = new SortedDictionary<string, ContentKind>(StringComparer.Ordinal);
        foreach (var (name, kind) in model.Kinds)
        {
            var known = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
            foreach (var (clue, effect) in kind.Known)
                known[clue] = [Math.Round(effect.Seen, 1), .. Rounded(effect.Effect)];
            kinds[name] = new ContentKind([.. Rounded(kind.Variance)], known);
        }

        var content = new Content(Version, [.. Rounded(model.Mean)], [.. Rounded(model.Residual)], [.. Rounded(model.Errors.Base)], [.. Rounded(model.Errors.Slope)], [.. Rounded(model.Slopes.OnEnergy)], [.. Rounded(model.Slopes.OnValence)], kinds);
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(content, FeatureModelJson.Default.Content));
    }

    private static IEnumerable<double> Rounded(IEnumerable<double> figures) => figures.Select(figure => Math.Round(figure, Decimals));

    private static FeatureEffect Effect(string clue, double[] figures) => figures is [var seen, .. var effect]
        ? new FeatureEffect(seen, effect)
        : throw new InvalidDataException($"\"{clue}\" says nothing.");

    internal sealed record Content(
        int Version, double[] Mean, double[] Residual, double[] ErrorBase, double[] ErrorSlope, double[] OnEnergy, double[] OnValence, SortedDictionary<string, ContentKind> Kinds);

    // The songs that it was seen in, then what it adds to each feature.
    internal sealed record ContentKind(double[] Variance, SortedDictionary<string, double[]> Known);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(FeatureModelFile.Content))]
internal sealed partial class FeatureModelJson : JsonSerializerContext;
