using System.Text.Json;

namespace StoryBeats.Providers.LocalVision;

/// <summary>The trained head: from a photo's figures to valence, arousal and known themes.</summary>
/// <param name="Card">How it was made and how good it is.</param>
/// <param name="Components">From figures to principal components.</param>
/// <param name="Photos">Principal components of the photos that it was trained on.</param>
/// <param name="Valence">Reads valence.</param>
/// <param name="Arousal">Reads arousal.</param>
/// <param name="Themes">Names themes.</param>
internal sealed record VisionHead(
    VisionHeadCard Card, PrincipalComponents Components, float[][] Photos, FeelingRegression Valence, FeelingRegression Arousal, VisionThemes Themes)
{
    private const uint Magic = 0x33484253; // "SBH3"

    /// <summary>From ratings of valence to songs.</summary>
    public SongScale ValenceScale => new(Valence.Mean, Card.ValenceSpread);

    /// <summary>From ratings of arousal to songs.</summary>
    public SongScale EnergyScale => new(Arousal.Mean, Card.ArousalSpread);

    /// <summary>Reads a photo's figures.</summary>
    public VisionReading Read(ReadOnlySpan<float> figures)
    {
        var components = Components.Project(figures);
        var (valence, arousal) = (Valence.Read(components), Arousal.Read(components));
        return new VisionReading(valence.Value, arousal.Value, valence.Deviation, arousal.Deviation, Themes.Near(components));
    }

    /// <summary>Loads a head.</summary>
    /// <param name="path">The file.</param>
    /// <param name="recipe">The figures that it must have been trained for; null: our network's.</param>
    /// <exception cref="InvalidDataException">The file is no head, or one for other figures.</exception>
    public static VisionHead Load(string path, string? recipe = null)
    {
        recipe ??= PhotoFeatures.Recipe;
        using var reader = new BinaryReader(File.OpenRead(path));
        if (reader.ReadUInt32() != Magic)
            throw new InvalidDataException($"{path} is not a vision head. Run `storybeats train vision`.");

        var card = JsonSerializer.Deserialize(reader.ReadBytes(reader.ReadInt32()), VisionHeadJson.Default.VisionHeadCard)!;
        if (!string.Equals(card.Recipe, recipe, StringComparison.Ordinal))
            throw new InvalidDataException($"{path} was trained for {card.Recipe}, not {recipe}. Run `storybeats train vision`.");

        var components = new PrincipalComponents(ReadArray(reader), ReadArray(reader), ReadArray(reader));
        var photos = ReadArray(reader).Chunk(components.Count).ToArray();
        return new VisionHead(
            card,
            components,
            photos,
            ReadFeeling(reader, photos),
            ReadFeeling(reader, photos),
            new VisionThemes(card.Themes, ReadArray(reader), card.ThemeThreshold, card.CrossValidation.Themes));
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
        WriteArray(writer, [.. Photos.SelectMany(photo => photo)]);
        WriteFeeling(writer, Valence);
        WriteFeeling(writer, Arousal);
        WriteArray(writer, Themes.Centroids);
    }

    private static void WriteFeeling(BinaryWriter writer, FeelingRegression feeling)
    {
        writer.Write(feeling.Calibration);
        WriteArray(writer, feeling.Errors);
        writer.Write(feeling.Members.Count);
        foreach (var member in feeling.Members)
        {
            writer.Write(member.Mean);
            writer.Write(member.Gamma);
            writer.Write(member.Components);
            WriteArray(writer, member.Map);
            WriteArray(writer, member.Dual);
        }
    }

    private static FeelingRegression ReadFeeling(BinaryReader reader, float[][] photos)
    {
        var calibration = reader.ReadDouble();
        var errors = ReadArray(reader);
        var members = new KernelRegression[reader.ReadInt32()];
        for (var i = 0; i < members.Length; i++)
        {
            members[i] = KernelRegression.Over(
                reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt32(), ReadArray(reader), ReadArray(reader), photos);
        }

        return new FeelingRegression(members, errors, calibration);
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
/// <param name="ValenceDeviation">How far off valence may be: a standard deviation on the same scale.</param>
/// <param name="EnergyDeviation">How far off arousal may be.</param>
/// <param name="Themes">Themes that it shows, surest first; empty when it is like none known.</param>
internal sealed record VisionReading(
    double Valence, double Arousal, double ValenceDeviation, double EnergyDeviation, IReadOnlyList<string> Themes);
