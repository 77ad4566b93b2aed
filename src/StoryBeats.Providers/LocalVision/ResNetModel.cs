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

    /// <summary>The model, with free sides and more outputs.</summary>
    /// <param name="model">A serialized ModelProto.</param>
    /// <param name="layers">Names of values in its graph.</param>
    /// <exception cref="InvalidDataException">The model does not take a 224×224 picture.</exception>
    public static byte[] Open(ReadOnlySpan<byte> model, IEnumerable<string> layers)
    {
        using var opened = new MemoryStream();
        opened.Write(WithFreeSides(model));
        // A protobuf message that follows another of its kind is merged into it: a graph of nothing but outputs adds them.
        foreach (var layer in layers)
        {
            byte[] value = [.. Field(ValueName, Encoding.UTF8.GetBytes(layer)), .. Field(ValueType, Field(TypeTensor, FloatTensor))];
            opened.Write(Field(ModelGraph, Field(GraphOutput, value)));
        }

        return opened.ToArray();
    }

    private static byte[] WithFreeSides(ReadOnlySpan<byte> model)
    {
        var copy = model.ToArray();
        var found = false;
        for (var at = copy.AsSpan().IndexOf(FixedSides); at >= 0;)
        {
            FreeSides.CopyTo(copy, at);
            found = true;
            var next = copy.AsSpan(at + FreeSides.Length).IndexOf(FixedSides);
            at = next < 0 ? -1 : at + FreeSides.Length + next;
        }

        return found ? copy : throw new InvalidDataException("The vision network does not take a 224×224 picture.");
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
