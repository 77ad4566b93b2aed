using System.Text;

namespace StoryBeats.Providers.LocalVision;

/// <summary>
/// Makes inner activations of an ONNX model readable. A protobuf message that follows another of its kind is merged into it, so a
/// graph that holds nothing but outputs, appended to the file, adds these outputs to the model's own.
/// </summary>
internal static class OnnxGraphOutputs
{
    private const int ModelGraph = 7;
    private const int GraphOutput = 12;
    private const int ValueName = 1;
    private const int ValueType = 2;
    private const int TypeTensor = 1;

    // TensorTypeProto with elem_type (field 1) FLOAT (1) and no shape: the runtime infers it.
    private static readonly byte[] FloatTensor = [0x08, 0x01];

    /// <summary>The model with more outputs.</summary>
    /// <param name="model">A serialized ModelProto.</param>
    /// <param name="names">Names of values in its graph.</param>
    public static byte[] Expose(byte[] model, IEnumerable<string> names)
    {
        using var extended = new MemoryStream();
        extended.Write(model);
        foreach (var name in names)
        {
            var value = Field(ValueName, Encoding.UTF8.GetBytes(name)).Concat(Field(ValueType, Field(TypeTensor, FloatTensor))).ToArray();
            extended.Write(Field(ModelGraph, Field(GraphOutput, value)));
        }

        return extended.ToArray();
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
