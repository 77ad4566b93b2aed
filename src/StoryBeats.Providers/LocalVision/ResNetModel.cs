using System.Text;

namespace StoryBeats.Providers.LocalVision;

/// <summary>
/// Two changes to the packaged network that leave its weights alone: inner layers become readable, and pictures need not be 224×224
/// any more (a convolutional network that ends in a mean over the picture does not care).
/// </summary>
internal static class ResNetModel
{
    private const int ModelGraph = 7;
    private const int GraphOutput = 12;
    private const int ValueName = 1;
    private const int ValueType = 2;
    private const int TypeTensor = 1;

    // TensorTypeProto with elem_type (field 1) FLOAT (1) and no shape: the runtime infers it.
    private static readonly byte[] FloatTensor = [0x08, 0x01];

    // Two dimensions of TensorShapeProto, {dim_value: 224} twice, and {dim_param: "H"}, {dim_param: "W"} in as many bytes.
    private static readonly byte[] FixedSides = [0x0A, 3, 0x08, 0xE0, 0x01, 0x0A, 3, 0x08, 0xE0, 0x01];
    private static readonly byte[] FreeSides = [0x0A, 3, 0x12, 0x01, (byte)'H', 0x0A, 3, 0x12, 0x01, (byte)'W'];

    /// <summary>Reads the model, with free sides and more outputs.</summary>
    /// <param name="path">A serialized ModelProto.</param>
    /// <param name="layers">Names of values in its graph.</param>
    /// <exception cref="InvalidDataException">The model does not take a 224×224 picture.</exception>
    public static byte[] Load(string path, IEnumerable<string> layers)
    {
        // A protobuf message that follows another of its kind is merged into it: a graph of nothing but outputs adds them.
        byte[] outputs = [.. layers.SelectMany(layer => Field(ModelGraph, Field(GraphOutput,
            [.. Field(ValueName, Encoding.UTF8.GetBytes(layer)), .. Field(ValueType, Field(TypeTensor, FloatTensor))])))];

        // One array of the right size: the model is some 60 MB.
        using var file = File.OpenRead(path);
        var model = new byte[file.Length + outputs.Length];
        file.ReadExactly(model, 0, (int)file.Length);
        outputs.CopyTo(model, (int)file.Length);
        FreeTheSides(model, path);
        return model;
    }

    private static void FreeTheSides(Span<byte> model, string path)
    {
        var found = false;
        for (var next = model.IndexOf(FixedSides); next >= 0; next = model.IndexOf(FixedSides))
        {
            FreeSides.CopyTo(model[next..]);
            model = model[(next + FreeSides.Length)..];
            found = true;
        }

        if (!found)
            throw new InvalidDataException($"The vision network in {path} does not take a 224×224 picture.");
    }

    private static byte[] Field(int number, byte[] content)
    {
        var field = new List<byte>(content.Length + 6) { (byte)((number << 3) | 2) };
        var length = (uint)content.Length;
        while (length >= 0x80)
        {
            field.Add((byte)(length | 0x80));
            length >>= 7;
        }

        field.Add((byte)length);
        field.AddRange(content);
        return [.. field];
    }
}
