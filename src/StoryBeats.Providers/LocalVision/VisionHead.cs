using System.Numerics.Tensors;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoryBeats.Providers.LocalVision;

/// <summary>
/// The trained head: kernel ridge regression from a photo's figures to valence and arousal, and the centroids of known themes.
/// Figures are standardized, weighted and projected to principal components first; numbers are stored as half floats.
/// </summary>
internal sealed class VisionHead
{
    private const uint Magic = 0x48564253; // "SBVH"

    private readonly float[] _mean;
    private readonly float[] _scale;
    private readonly float[] _projection;
    private readonly float[] _support;
    private readonly float[] _dual;
    private readonly float[] _centroids;

    internal VisionHead(
        VisionHeadCard card, float[] mean, float[] scale, float[] projection, float[] support, float[] dual, float[] centroids)
    {
        Card = card;
        _mean = mean;
        _scale = scale;
        _projection = projection;
        _support = support;
        _dual = dual;
        _centroids = centroids;
    }

    /// <summary>How it was made and how good it is.</summary>
    public VisionHeadCard Card { get; }

    /// <summary>Reads a head.</summary>
    /// <exception cref="InvalidDataException">The file is no head, or one for other figures.</exception>
    public static VisionHead Load(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        if (reader.ReadUInt32() != Magic)
            throw new InvalidDataException($"{path} is not a vision head.");

        var card = JsonSerializer.Deserialize(reader.ReadBytes(reader.ReadInt32()), VisionHeadJson.Default.VisionHeadCard)!;
        if (!string.Equals(card.Recipe, PhotoFeatures.Recipe, StringComparison.Ordinal))
            throw new InvalidDataException($"{path} was trained for {card.Recipe}, not {PhotoFeatures.Recipe}. Run `storybeats train vision`.");

        return new VisionHead(
            card, ReadArray(reader), ReadArray(reader), ReadArray(reader), ReadArray(reader), ReadArray(reader), ReadArray(reader));
    }

    /// <summary>Writes the head.</summary>
    public void Save(string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write(Magic);
        var card = JsonSerializer.SerializeToUtf8Bytes(Card, VisionHeadJson.Default.VisionHeadCard);
        writer.Write(card.Length);
        writer.Write(card);
        foreach (var array in (float[][])[_mean, _scale, _projection, _support, _dual, _centroids])
            WriteArray(writer, array);
    }

    /// <summary>Reads a photo's figures.</summary>
    public VisionReading Read(ReadOnlySpan<float> features)
    {
        if (features.Length != _mean.Length)
            throw new ArgumentException($"Expected {_mean.Length} figures, not {features.Length}.", nameof(features));

        var standardized = new float[features.Length];
        TensorPrimitives.Subtract(features, _mean, standardized);
        TensorPrimitives.Multiply(standardized, _scale, standardized);
        var components = Card.Components;
        var projected = new float[components];
        for (var i = 0; i < components; i++)
            projected[i] = TensorPrimitives.Dot(standardized, _projection.AsSpan(i * standardized.Length, standardized.Length));

        double valence = Card.ValenceMean, arousal = Card.ArousalMean;
        for (var i = 0; i < Card.Photos; i++)
        {
            var distance = SquaredDistance(projected, _support.AsSpan(i * components, components));
            var kernel = Math.Exp(-.5 * Card.Gamma * distance);
            valence += kernel * _dual[i];
            arousal += kernel * _dual[Card.Photos + i];
        }

        return new VisionReading(Math.Clamp(valence, 0, 1), Math.Clamp(arousal, 0, 1), NearestThemes(projected));
    }

    private List<ThemeDistance> NearestThemes(ReadOnlySpan<float> projected)
    {
        var components = Card.Components;
        var themes = new List<ThemeDistance>(Card.Themes.Count);
        for (var i = 0; i < Card.Themes.Count; i++)
        {
            // One less the cosine: how bright or busy a photo is does not change what it shows.
            var similarity = TensorPrimitives.CosineSimilarity(projected, _centroids.AsSpan(i * components, components));
            themes.Add(new ThemeDistance(Card.Themes[i], 1 - similarity));
        }

        themes.Sort((a, b) => a.Distance.CompareTo(b.Distance));
        return themes;
    }

    private static float SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var distance = TensorPrimitives.Distance(a, b);
        return distance * distance;
    }

    private static float[] ReadArray(BinaryReader reader)
    {
        var array = new float[reader.ReadInt32()];
        for (var i = 0; i < array.Length; i++)
            array[i] = (float)reader.ReadHalf();
        return array;
    }

    private static void WriteArray(BinaryWriter writer, float[] array)
    {
        writer.Write(array.Length);
        foreach (var value in array)
            writer.Write((Half)value);
    }
}

/// <summary>What the head reads from a photo.</summary>
/// <param name="Valence">How pleasant people would rate it, 0 to 1.</param>
/// <param name="Arousal">How stirring people would rate it, 0 to 1.</param>
/// <param name="Themes">Known themes, nearest first.</param>
internal sealed record VisionReading(double Valence, double Arousal, IReadOnlyList<ThemeDistance> Themes);

/// <summary>How far a photo lies from a theme.</summary>
/// <param name="Theme">The theme's name as trained.</param>
/// <param name="Distance">One less the cosine to its centroid: 0 (same) to 2.</param>
internal readonly record struct ThemeDistance(string Theme, double Distance);

/// <summary>How a head was made and how good it is.</summary>
internal sealed record VisionHeadCard
{
    /// <summary>The figures that it reads.</summary>
    public required string Recipe { get; init; }

    /// <summary>Photos that it was trained on.</summary>
    public required int Photos { get; init; }

    /// <summary>Principal components kept.</summary>
    public required int Components { get; init; }

    /// <summary>Width of the kernel.</summary>
    public required double Gamma { get; init; }

    /// <summary>Strength of the ridge.</summary>
    public required double Ridge { get; init; }

    /// <summary>Mean valence of the training photos, 0 to 1.</summary>
    public required double ValenceMean { get; init; }

    /// <summary>Mean arousal of the training photos, 0 to 1.</summary>
    public required double ArousalMean { get; init; }

    /// <summary>Spread of predictions for valence on themes left out, for stretching to the songs' scale.</summary>
    public required double ValenceSpread { get; init; }

    /// <summary>Spread of predictions for arousal on themes left out.</summary>
    public required double ArousalSpread { get; init; }

    /// <summary>Names of the themes known.</summary>
    public required IReadOnlyList<string> Themes { get; init; }

    /// <summary>Distance beyond which a theme is not named.</summary>
    public required double ThemeDistance { get; init; }

    /// <summary>Agreement with people on themes left out.</summary>
    public required CrossValidation CrossValidation { get; init; }
}

/// <summary>Agreement on photos that were left out of training.</summary>
/// <param name="Split">How they were left out.</param>
/// <param name="ValenceR">Pearson's r for valence.</param>
/// <param name="ValenceMae">Mean absolute error for valence, on 0 to 1.</param>
/// <param name="EnergyR">Pearson's r for arousal.</param>
/// <param name="EnergyMae">Mean absolute error for arousal, on 0 to 1.</param>
internal sealed record CrossValidation(string Split, double ValenceR, double ValenceMae, double EnergyR, double EnergyMae);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VisionHeadCard))]
internal sealed partial class VisionHeadJson : JsonSerializerContext;
