namespace StoryBeats.Providers.ZeroShot;

/// <summary>A prompt as a direction: the middle of its phrasings.</summary>
internal sealed record PromptEmbedding(PromptKind Kind, string Name, float[] Direction);

/// <summary>The prompts of a model, as they lie in its folder.</summary>
internal static class PromptEmbeddings
{
    /// <summary>Their file in the model's folder.</summary>
    public const string FileName = "text-embeddings.bin";

    private const uint Magic = 0x315A4253; // "SBZ1"

    /// <summary>Writes them.</summary>
    public static void Save(string path, IReadOnlyList<PromptEmbedding> prompts)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write(Magic);
        writer.Write(prompts.Count);
        writer.Write(prompts[0].Direction.Length);
        foreach (var prompt in prompts)
        {
            writer.Write((byte)prompt.Kind);
            writer.Write(prompt.Name);
            foreach (var value in prompt.Direction)
                writer.Write(value);
        }
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidDataException">The file is another.</exception>
    public static IReadOnlyList<PromptEmbedding> Load(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        if (reader.ReadUInt32() != Magic)
            throw new InvalidDataException($"{path} does not hold a model's prompts. Remove the model and add it again.");

        var prompts = new PromptEmbedding[reader.ReadInt32()];
        var dimensions = reader.ReadInt32();
        for (var i = 0; i < prompts.Length; i++)
        {
            var (kind, name, direction) = ((PromptKind)reader.ReadByte(), reader.ReadString(), new float[dimensions]);
            for (var d = 0; d < dimensions; d++)
                direction[d] = reader.ReadSingle();
            prompts[i] = new PromptEmbedding(kind, name, direction);
        }

        return prompts;
    }
}
