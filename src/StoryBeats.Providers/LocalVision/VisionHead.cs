using System.Text.Json;
using System.Text.Json.Serialization;

namespace StoryBeats.Providers.LocalVision;

/// <summary>The trained head: from a photo's figures to valence, arousal and known themes.</summary>
/// <param name="Card">How it was made and how good it is.</param>
/// <param name="Components">From figures to principal components.</param>
/// <param name="Valence">Reads valence.</param>
/// <param name="Arousal">Reads arousal.</param>
/// <param name="Themes">Names themes.</param>
internal sealed record VisionHead(
    VisionHeadCard Card, PrincipalComponents Components, KernelRegression Valence, KernelRegression Arousal, VisionThemes Themes)
{
    private const uint Magic = 0x32484253; // "SBH2"

    /// <summary>Reads a photo's figures.</summary>
    public VisionReading Read(ReadOnlySpan<float> figures)
    {
        var components = Components.Project(figures);
        return new VisionReading(
            Math.Clamp(Valence.Predict(components), 0, 1), Math.Clamp(Arousal.Predict(components), 0, 1), Themes.Near(components));
    }

    /// <summary>Loads a head.</summary>
    /// <exception cref="InvalidDataException">The file is no head, or one for other figures.</exception>
    public static VisionHead Load(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        if (reader.ReadUInt32() != Magic)
            throw new InvalidDataException($"{path} is not a vision head. Run `storybeats train vision`.");

        var card = JsonSerializer.Deserialize(reader.ReadBytes(reader.ReadInt32()), VisionHeadJson.Default.VisionHeadCard)!;
        if (!string.Equals(card.Recipe, PhotoFeatures.Recipe, StringComparison.Ordinal))
            throw new InvalidDataException($"{path} was trained for {card.Recipe}, not {PhotoFeatures.Recipe}. Run `storybeats train vision`.");

        return new VisionHead(
            card,
            new PrincipalComponents(ReadArray(reader), ReadArray(reader), ReadArray(reader)),
            ReadRegression(reader),
            ReadRegression(reader),
            new VisionThemes(card.Themes, ReadArray(reader), card.ThemeThreshold));
    }

    /// <summary>Writes the head; numbers become half floats, which keeps it small and changes no reading by more than .01.</summary>
    public void Save(string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write(Magic);
        var card = JsonSerializer.SerializeToUtf8Bytes(Card, VisionHeadJson.Default.VisionHeadCard);
        writer.Write(card.Length);
        writer.Write(card);
        WriteArray(writer, Components.Mean);
        WriteArray(writer, Components.Scale);
        WriteArray(writer, Components.Axes);
        foreach (var regression in (KernelRegression[])[Valence, Arousal])
        {
            writer.Write(regression.Mean);
            writer.Write(regression.Gamma);
            writer.Write(regression.Components);
            WriteArray(writer, regression.Map);
            WriteArray(writer, regression.Support);
            WriteArray(writer, regression.Dual);
        }

        WriteArray(writer, Themes.Centroids);
    }

    private static KernelRegression ReadRegression(BinaryReader reader) => new(
        reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt32(), ReadArray(reader), ReadArray(reader), ReadArray(reader));

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
/// <param name="Themes">Themes that it shows, surest first; empty when it is like none known.</param>
internal sealed record VisionReading(double Valence, double Arousal, IReadOnlyList<string> Themes);

/// <summary>How a head was made and how good it is.</summary>
internal sealed record VisionHeadCard
{
    /// <summary>The figures that it reads.</summary>
    public required string Recipe { get; init; }

    /// <summary>Photos that it was trained on.</summary>
    public required int Photos { get; init; }

    /// <summary>Spread of valence predicted on themes left out, for stretching to the songs' scale.</summary>
    public required double ValenceSpread { get; init; }

    /// <summary>Spread of arousal predicted on themes left out.</summary>
    public required double ArousalSpread { get; init; }

    /// <summary>Names of the themes known.</summary>
    public required IReadOnlyList<string> Themes { get; init; }

    /// <summary>Distance beyond which a theme is not named.</summary>
    public required double ThemeThreshold { get; init; }

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
